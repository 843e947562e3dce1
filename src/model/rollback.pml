/*
 * One partition, one command, two workers that may both believe to own it, and a cloud that forgets nothing.
 *
 * The log has epochs: fencing raises the epoch, and a commit of an older one writes nothing. Requests may be delayed for
 * as long as one likes, answers may be lost, workers crash and are paused (an interleaving is a pause) anywhere.
 *
 * Checked: at most one effect; told accepted implies exactly one; told rejected implies none, for ever; when everything
 * has come to rest, the command has exactly one first outcome.
 *
 * Each NO_... switch removes one guard; with any of them the checker must find an error (see the script "check").
 */
#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef TAKEOVERS
#define TAKEOVERS 3 /* how often the partition changes hands; the last owner does not crash */
#endif
#define PERMITS 4 /* more than takeovers and refusals can use */

mtype = { none, intent, accepted, rejected, in_doubt, taken, refused };

/* The ledger: what is committed. */
byte epoch;
mtype entry = none;
byte permit_in_entry;
bool is_settled;

/* What requesters have been told. */
byte first_outcomes;
mtype told = none;

/* The cloud. */
byte effects;
bool rolling;
byte refusals;

/* Nobody may send under this permit any more. */
bool expired[PERMITS];
byte permits;

byte takeovers;
chan network = [2] of { byte };                /* requests under way: the permit */
chan answers = [2] of { byte, mtype };         /* answers under way: the permit, what the cloud says */

#ifdef NO_FENCING
#define MAY_WRITE true
#else
#define MAY_WRITE (epoch == mine)
#endif

/* One transaction: outcome, entry and settled offset together, or nothing. */
inline tell(state) {
  atomic {
    if
    :: MAY_WRITE ->
#ifndef NO_SETTLED_OFFSETS
      is_settled = true;
#endif
      entry = state;
      told = state;
      if
      :: first -> first_outcomes++
      :: else
      fi;
      assert(state != accepted || effects == 1);
      assert(state != rejected || effects == 0);
      committed = true
    :: else -> committed = false
    fi
  }
}

active [WORKERS] proctype worker() {
  byte mine, permit;
  mtype found, answer;
  bool committed, first;

end_assigned:
  /* Fence, then restore: in this order nobody older can write what was read. */
  atomic {
#ifdef RESTORE_BEFORE_FENCING
    takeovers < TAKEOVERS -> takeovers++; found = entry; permit = permit_in_entry; first = !is_settled
  }
  epoch++; mine = epoch;
#else
    takeovers < TAKEOVERS -> takeovers++; epoch++; mine = epoch
  }
  atomic { found = entry; permit = permit_in_entry; first = !is_settled }
#endif
  if
  :: found == none && first -> goto evaluate
  :: found == intent -> goto reconcile
  :: found == in_doubt -> goto watch
#ifdef NO_SETTLED_OFFSETS
  :: found == accepted -> goto evaluate /* the record is delivered again, and nobody remembers */
#endif
  :: else -> goto done
  fi;

evaluate:
  if
  :: tell(rejected); goto after_telling
  :: !rolling && permits < PERMITS -> skip
  :: takeovers < TAKEOVERS -> goto end_assigned /* crash */
  fi;

  /* Intent, with a permit that only this process, in this session, holds. */
  atomic {
    if
    :: MAY_WRITE ->
      permit = permits; permits++;
      entry = intent; permit_in_entry = permit; committed = true
    :: else -> committed = false
    fi
  }
  if
  :: !committed -> goto lost
  :: committed -> skip
  :: committed && takeovers < TAKEOVERS ->
    expired[permit] = true; goto end_assigned /* whether it was committed is unknown: the permit is burned */
  fi;

send:
  /* The last check, and the socket: between them the process may freeze for as long as it likes. */
  if
  :: !expired[permit] -> skip
  :: expired[permit] -> goto release
  :: takeovers < TAKEOVERS -> goto end_assigned /* crash */
  fi;
  network!permit;

  if
  :: answers??eval(permit), taken -> tell(accepted); goto after_telling
  :: answers??eval(permit), refused -> goto release
  :: goto unknown
  :: takeovers < TAKEOVERS -> goto end_assigned /* crash */
  fi;

unknown:
#ifdef UNKNOWN_IS_SENT_AGAIN
  goto send;
#endif
  goto reconcile;

release: /* Certainly not taken: the intent is taken back, and the command goes on. */
  atomic {
    if
    :: MAY_WRITE -> entry = none; committed = true
    :: else -> committed = false
    fi
  }
  if
  :: committed -> goto evaluate
  :: else -> goto lost
  fi;

reconcile: /* Proof counts at once; silence counts when nobody can send any more, and never means no. */
#ifdef FOUND_INTENT_IS_SENT
  if
  :: found == intent -> found = none; goto send
  :: else
  fi;
#endif
  if
  :: rolling -> tell(accepted)
  :: expired[permit] ->
#ifdef SILENCE_MEANS_NO
    tell(rejected)
#else
    tell(in_doubt)
#endif
  :: takeovers < TAKEOVERS -> goto end_assigned /* crash */
  fi;
  if
  :: !committed -> goto lost
  :: else -> first = false
  fi;

watch:
  if
  :: entry == in_doubt && rolling -> tell(accepted); goto done
  :: goto done /* it goes on for ever; nothing depends on it */
  fi;

after_telling:
  if
  :: committed -> goto done
  :: else -> goto lost
  fi;

lost: /* Fenced. The partition may come back. */
  if
  :: takeovers < TAKEOVERS -> goto end_assigned
  :: else -> skip
  fi;

done:
  if
  :: takeovers < TAKEOVERS -> goto end_assigned /* rebalance, restart, offsets reset */
  :: true -> skip
  fi
}

/* Takes requests when they arrive, however late; the answer may be lost. A refusal comes from the gateway. */
active proctype cloud() {
  byte permit;
end:
  do
  :: network?permit ->
    if
    :: refusals < 1 -> refusals++; answers!permit, refused
    :: !rolling ->
      atomic {
        effects++;
        rolling = true;
        assert(effects <= 1);      /* P1 */
        assert(told != rejected)   /* P2: for ever */
      };
      if
      :: answers!permit, taken
      :: skip
      fi
    fi
  :: rolling -> rolling = false
  od
}

/* Permits run out, each at any time after it was made. */
active proctype clock() {
  byte next;
end:
  do
  :: next < permits -> expired[next] = true; next++
  od
}

/* At rest: every process waits, and nothing is under way. */
active proctype rest() {
end:
  timeout -> assert(first_outcomes == 1)
}
