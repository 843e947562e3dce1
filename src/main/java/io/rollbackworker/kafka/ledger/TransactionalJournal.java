package io.rollbackworker.kafka.ledger;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Offsets;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Outbox;
import io.rollbackworker.ledger.Posting;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lane's journal over one ledger session: decisions in one partition, outcomes in another. */
public final class TransactionalJournal implements Journal {
  private final LedgerSession session;
  private final Teller teller;
  private final Courier courier;
  private final Runnable whenEnded;
  private final CrashPoints points;

  /** It may be ended twice, by the poll thread and by the lane's own. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Tells what is missing of the last outbox first.
   *
   * @param session restored; from now on used by this journal alone
   * @param last the outbox that was restored
   * @param whenEnded run once, when the journal ends in whatever way
   * @throws ContractBroken when the outcomes partition cannot be made this session's
   */
  public TransactionalJournal(
      Offsets cluster,
      KafkaSettings settings,
      int partition,
      LedgerSession session,
      Outbox last,
      Courier courier,
      CrashPoints points,
      Runnable whenEnded)
      throws ContractBroken, JournalFailed {
    this.session = session;
    this.courier = courier;
    this.points = points;
    this.whenEnded = whenEnded;
    this.teller = Teller.open(cluster, settings, session, partition, last, points);
    carry(last.others());
  }

  @Override
  public void decide(List<LedgerRecord> records) throws JournalFailed {
    session.write(records);
  }

  @Override
  public long outcomesEnd() {
    return teller.end();
  }

  @Override
  public void tell(Outbox outbox) throws JournalFailed {
    if (!outbox.outcomes().isEmpty()) {
      points.reach(CrashPoint.OUTCOME_DECIDED);
      teller.tell(outbox.outcomes());
    }
    carry(outbox.others());
  }

  private void carry(List<Posting> postings) throws JournalFailed {
    if (!postings.isEmpty()) {
      points.reach(CrashPoint.FORWARD_DECIDED);
      courier.send(postings);
      points.reach(CrashPoint.FORWARD_SENT);
    }
  }

  @Override
  public void close() {
    end();
    session.close();
  }

  @Override
  public void abandon() {
    end();
    session.abandon();
  }

  /** Once: what is shown of the next session has the same names. */
  private void end() {
    if (!ended.getAndSet(true)) {
      whenEnded.run();
    }
  }
}
