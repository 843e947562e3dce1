package io.rollbackworker.proof.guards;

import static io.rollbackworker.proof.guards.Edit.edit;

import java.util.List;

/**
 * Each guard that a promise rests on, as the edit that takes it away, and the tests that then must
 * fail.
 */
public enum Guard {
  A_PERMIT_IS_GOOD_ONCE(
      edit("disk/SendPermit", "return use.complete(Use.TAKEN);", "return !isBurned();"),
      "lane.PermitRegistryTest"),
  SEND_NOT_AFTER_ON_THE_WALL_CLOCK(
      edit("disk/SendPermit", " || !time.now().isBefore(permit.sendNotAfter())", ""),
      "lane.PermitRegistryTest"),
  SEND_NOT_AFTER_ON_THE_MONOTONIC_CLOCK(
      edit("disk/SendPermit", "time.nanos() - sendNotAfterNanos >= 0 || ", ""),
      "lane.PermitRegistryTest"),
  A_PERMIT_ENDS_WITH_THE_DEADLINE(
      edit(
          "lane/PermitRegistry",
          "untilDeadline.compareTo(life) < 0 ? untilDeadline : life",
          "life"),
      "lane.PermitRegistryTest"),
  A_CLOSED_SESSION_GIVES_NO_PERMIT(
      edit("lane/PermitRegistry", "if (session.closed) {", "if (false) {"),
      "lane.PermitRegistryTest"),
  A_CLOSED_SESSION_BURNS_ITS_PERMITS(
      edit("lane/PermitRegistry", ".forEach(h -> h.permit.burn());", ".forEach(h -> {});"),
      "lane.PermitRegistryTest"),
  NOBODY_IS_ANSWERED_BEFORE_THE_DECISION(
      edit(
          "lane/LaneLoop",
          "      journal.decide(records);",
          "      cycle.runAfterDecision();\n      journal.decide(records);"),
      "lane.LaneLoopTest#shouldTellNobodyAndStartNothingWhenTheDecisionFails"),
  NOTHING_IS_TOLD_THAT_IS_NOT_DECIDED(
      edit(
          "lane/LaneLoop",
          "      journal.decide(records);",
          "      journal.tell(slice.outbox());\n      journal.decide(records);"),
      "lane.LaneLoopTest#shouldTellNobodyAndStartNothingWhenTheDecisionFails"),
  NOTHING_ACTS_ON_WHAT_IS_ONLY_ACKNOWLEDGED(
      edit("kafka/ledger/Transactions", "      awaitSeen(partition, offsets);\n", ""),
      "contract.SeenBeforeUsedIT#shouldNotTakeSomebodysAbortForItsOwnCommit"),
  AN_OPENING_READS_PAST_ITS_TOUCH(
      edit("kafka/ledger/Transactions", "        at <= touch;", "        at <= touch && idle < 1;"),
      "contract.FencingIT#shouldFindAnIntentBehindAForeignOpenTransaction"),
  AN_OPENING_TELLS_WHAT_IS_UNTOLD(
      edit("kafka/ledger/Teller", "    teller.tell(missing);\n", ""),
      "contract.SeenBeforeUsedIT#shouldTellOnceWhatWasDecidedWhenTheEndInTheOutcomesWasSkipped"),
  WHAT_IS_THERE_IS_NOT_TOLD_AGAIN(
      edit(
          "kafka/ledger/Teller",
          "missing.removeIf(posting -> isThere(posting, record))",
          "missing.removeIf(posting -> false)"),
      "contract.SeenBeforeUsedIT#shouldNotTellAgainWhatIsThere"),
  A_REFUSED_INTENT_IS_NOT_SENT(
      edit(
          "rollback/RollbackProcedure",
          "if (propose(Changes.intent(recent, run))) {",
          "propose(Changes.intent(recent, run));\n      if (true) {"),
      "rollback.RollbackProcedureTest#shouldNotSendUnderAnIntentThatWasStale"),
  A_FOUND_INTENT_IS_NEVER_SENT(
      edit(
          "rollback/Reconciliation",
          "if (lane.burnUnused(attempt.permit().id())) {",
          "if (true) {"),
      "rollback.ReconciliationTest#shouldCallSilenceOfAStrangersIntentInDoubtOnceNobodyCanSend"),
  ONE_TRANSACTIONAL_ID_FOR_A_PARTITION(
      edit(
          "kafka/KafkaSettings",
          "return ledgerTopic + \"-\" + partition;",
          "return ledgerTopic + \"-\" + partition + java.util.UUID.randomUUID();"),
      "contract.FencingIT#shouldEndTheFencedOneAndLeaveTheRightfulOwnerAlone"),
  READ_TO_THE_UNCOMMITTED_END(
      edit("kafka/Cluster", "IsolationLevel.READ_UNCOMMITTED", "IsolationLevel.READ_COMMITTED"),
      "contract.FencingIT#shouldFindAnIntentBehindAForeignOpenTransaction"),
  A_RECORD_FROM_THE_FUTURE_IS_REJECTED(
      edit("lane/Sorting", "if (time.isFuture(delivery.timestamp())) {", "if (false) {"),
      "lane.SortingTest#shouldRefuseARecordFromTheFuture"),
  THE_LONGEST_MEMORY_COUNTS(
      edit(
          "lane/LaneLoop",
          "this.memory = head.memory().atLeast(setup.procedures().settings().memory());",
          "this.memory = setup.procedures().settings().memory();"),
      "lane.HousekeepingTest#shouldNotForgetForWorkersThatRememberLonger"),
  A_CLOCK_AHEAD_FORGETS_NOTHING(
      edit("time/CheckedTime", "now.isAfter(most) ? most : now", "now"),
      "lane.HousekeepingTest#shouldNotForgetByAClockThatJumpsAhead"),
  ONLY_A_BROKERS_TIME_IS_HEARD(
      edit("kafka/ledger/Transactions", "return of.equals(exclusive)\n", "return true\n"),
      "contract.FencingIT#shouldNotTakeItsOwnTimeForABrokers"),
  ONE_WRONG_BROKER_IS_NOT_FOLLOWED(
      edit("time/CheckedTime", "if (wrong.isEmpty() || !isConfirmed(now)) {", "if (true) {"),
      "time.CheckedTimeTest#shouldNotFollowOneBrokerAgainstTheOthersAndItself"),
  NOTHING_IS_SENT_BY_A_SLOW_CLOCK(
      edit("time/CheckedTime", "return now.isBefore(brokers) ? brokers : now;", "return now;"),
      "time.CheckedTimeTest#shouldNotFollowAClockThatJumpsBack"),
  A_CLOCK_BEHIND_IS_NOT_FOLLOWED(
      edit("time/CheckedTime", "now.isBefore(least) ? least : ", ""),
      "time.CheckedTimeTest#shouldNotFollowAClockThatJumpsBack"),
  NOTHING_IS_SETTLED_BEYOND_THE_END(
      edit("kafka/ledger/StartPosition", "if (settled.end() > end) {", "if (low > end) {"),
      "contract.RefusalOfPartitionsIT#shouldRefuseOffsetsThatAreSettledBeyondTheEnd"),
  ANOTHERS_WORK_IS_NOT_OURS(
      edit(
          "rollback/Ending",
          "return stamps.snapshot() != null\n",
          "return stamps.snapshot() != null && stamps.snapshot().isEmpty()\n"),
      "rollback.WatchTest"),
  SILENCE_IS_LOOKED_INTO_ONCE_MORE(
      edit(
          "rollback/Reconciliation",
          "Optional<Observation> seen = look();\n      if (seen.filter(Observation::isRollingBack)",
          "Optional<Observation> seen = patience.isNegative() ? Optional.empty() : look();\n"
              + "      if (seen.filter(Observation::isRollingBack)"),
      "rollback.ReconciliationTest#shouldLookOnceMoreBeforeItCallsSilenceADoubt"),
  CLOCKS_ARE_COMPARED(
      edit(
          "kafka/ledger/Transactions",
          "        if (!wrong.isEmpty()) {",
          "        if (!wrong.isEmpty() && wrong.isEmpty()) {"),
      "contract.FencingIT#shouldEndASessionWhoseClockGoesWrong"),
  OFFSETS_OF_THE_LEDGER_ONLY_GROW(
      edit(
          "kafka/ledger/Transactions",
          "if (offsets.stream().anyMatch(offset -> offset < before)) {",
          "if (false) {"),
      "contract.FencingIT#shouldEndASessionWhoseLedgerStoresBelowItsEnd"),
  ENTRIES_CHANGE_BY_COMPARE_AND_SET(
      edit("lane/Cycle", "current.version() != change.expectedVersion()", "false"),
      "lane.LaneLoopTest#shouldRefuseAChangeThatWasMadeFromAnOlderEntry"),
  ONE_PROCEDURE_FOR_A_KEY(
      edit("lane/KeyQueues", "    queue.add(placed);\n    return false;", "    return true;"),
      "lane.LaneLoopTest#shouldStartOneProcedureOfAKeyAtATime"),
  SETTLED_OFFSETS_ARE_PASSED_OVER(
      edit("lane/Backlog", "if (!settled.contains(step.offset)) {", "if (true) {"),
      "lane.BacklogTest"),
  WHAT_IS_PARKED_IS_READ_AGAIN(
      edit(
          "lane/Places",
          "if (reads || parking.size() == 0) {",
          "if (reads || parking.size() >= 0) {"),
      "lane.PlacesTest#shouldOpenInTheirOrderWhatIsParked"),
  WHO_WAITS_LEAVES_ROOM(
      edit("lane/Places", "if (alone && waiting.hasFor(open.asked)) {", "if (true) {"),
      "lane.PlacesTest#shouldLookAtWhatIsNewHoweverManyWait"),
  A_PROJECT_LEAVES_ROOM(
      edit("lane/Room", "return own.places < weight * (places - all.places)", "return true"),
      "lane.PlacesTest#shouldLeaveRoomForOtherProjectsAndForDryRuns"),
  A_REQUEST_IS_NOT_FORGOTTEN_FOR_MEMORY(
      edit(
          "ledger/CompactEntries",
          "boolean request = entry.runs().stream().anyMatch(Run::hasRequest);",
          "boolean request = false;"),
      "lane.HousekeepingTest#shouldForgetWhatMadeNoRequestWhenMemoryIsShort"),
  MEMORY_IS_BOUNDED(
      edit("lane/HeapBudget", "return total() < bytes;", "return true;"),
      "lane.HousekeepingTest#shouldTakeNothingNewWithoutMemoryAndSayWhy"),
  POLLS_STAND_BACK(
      edit(
          "cloud/limits/PollShare",
          "return looksSincePoll >= EACH - 1;",
          "return looksSincePoll >= 0;"),
      "cloud.limits.PollsTest#shouldGiveAFifthToPollsWhileLooksWait"),
  WHAT_SETTLES_WRITES_THE_HEAD(
      edit("lane/Cycle", "    if (settles) {", "    if (false) {"),
      "lane.LaneLoopTest#shouldWriteTheHeadWithEachAnswer"),
  THE_HEAD_MUST_FIT(
      edit(
          "kafka/fleet/LaneOpener",
          "    facts.requireFits(head, settings.group(), partition);\n",
          ""),
      "contract.RefusalOfPartitionsIT#shouldRefuseAnotherGroup",
      "contract.RefusalOfPartitionsIT#shouldRefuseARecreatedCommandsTopic"),
  A_GROUP_AHEAD_OF_THE_HEAD_STOPS(
      edit("kafka/ledger/StartPosition", "if (committed > low) {", "if (false) {"),
      "contract.RefusalOfPartitionsIT#shouldRefuseAGroupOffsetAheadOfTheHead"),
  COMMAND_IDS_ARE_REMEMBERED(
      edit(
          "rollback/Admission",
          "return sameId(command, entry)\n        .or(() -> policy(command, ruling))",
          "return policy(command, ruling)"),
      "rollback.AdmissionTest"),
  DUPLICATES_INSIDE_THE_WINDOW(
      edit(
          "rollback/Admission",
          "        .or(() -> duplicate(placed, entry, settings, memory))\n",
          ""),
      "rollback.AdmissionTest"),
  SUPERSEDES_IS_COMPARED(
      edit("rollback/Admission", "        .or(() -> superseding(command, entry))\n", ""),
      "rollback.AdmissionTest"),
  NOTHING_AFTER_THE_DEADLINE(
      edit("rollback/Admission", "        .or(() -> deadline(placed, settings, now))\n", ""),
      "rollback.AdmissionTest"),
  A_MISPLACED_RECORD_IS_NOT_EVALUATED(
      edit("lane/Sorting", "if (home != partition) {", "if (false) {"), "lane.SortingTest"),
  A_RECORD_IS_FORWARDED_ONCE(
      edit("lane/Sorting", "return forwarded\n", "return false\n"), "lane.SortingTest"),
  WHAT_A_NEWER_VERSION_WROTE_IS_NOT_TOUCHED(
      edit(
          "lane/Sorting",
          "when isOfNewerFormat.test(command.snapshotId())",
          "when isOfNewerFormat == null"),
      "contract.UpgradeIT"),
  ONLY_THE_BROKERS_TIME_COUNTS(
      edit("lane/Sorting", "if (!delivery.isStampedByBroker()) {", "if (false) {"),
      "lane.SortingTest"),
  ONLY_THE_GATEWAYS_CODES_ARE_REFUSED_BEFORE_EXECUTION(
      edit("cloud/errors/Classification", "if (!row.executed()) {", "if (status < 500) {"),
      "cloud.errors.ClassificationTest"),
  A_SERVER_ERROR_IS_UNKNOWN(
      edit("cloud/errors/Classification", "status >= 400 && status < 500\n", "status >= 400\n"),
      "cloud.errors.ClassificationTest"),
  THE_STATE_DECIDES_ABOUT_A_REFUSAL(
      edit(
          "rollback/Traces",
          "    return seen instanceof Observation.Both both\n        && isUntouched",
          "    return seen != null || seen instanceof Observation.Both both\n"
              + "        && isUntouched"),
      "lane.ReconcilingTest#shouldNotBelieveARefusalThatAGatewayCausedByDeliveringTwice"),
  A_REFUSAL_IS_NOT_BELIEVED_BESIDE_A_ROLLBACK(
      edit("rollback/Traces", "        && both.volume().state() != VolumeState.ROLLING_BACK\n", ""),
      "rollback.ReconciliationTest#shouldNotBelieveARefusalWhileTheVolumeIsRolledBack"),
  A_VOLUME_AS_BEFORE_IS_NOT_COMPLETED(
      edit("rollback/Ending", "(!visible || isAsBefore(seen.volume(), before))", "!visible"),
      "rollback.WatchTest#shouldNotCallItCompletedWhileTheVolumeIsAsBefore"),
  A_REQUEST_IS_NEVER_FORGOTTEN_FOR_ROOM(
      edit("ledger/Entry", "              .filter(run -> !run.hasRequest())\n", ""),
      "ledger.EntryTest#shouldNeverForgetARequestForWhatMadeNone"),
  A_FORWARDED_COMMAND_IS_REMEMBERED(
      edit("rollback/PlacedCommand", " && origin.equals(record)", ""),
      "rollback.AdmissionTest#shouldGiveARepeatedForwardTheAnswerOfTheFirst"),
  WHAT_HAS_STARTED_IS_UNKNOWN(
      edit(
          "cloud/RollbackCall",
          "return trace.isStarted() ? unknown(e) : notSent(e);",
          "return notSent(e);"),
      "cloud.ProjectCloudsTest"),
  PROOF_IS_THE_SNAPSHOTS_OWN_STATUS(
      edit(
          "rollback/Reconciliation",
          "seen.filter(Observation::isRollingBack).isPresent()",
          "seen.filter(s -> \"rollbacking\".equals(s.observed().volumeStatus())).isPresent()"),
      "rollback.ReconciliationTest#shouldNotTakeTheVolumesRollbackingAsProof"),
  SILENCE_IS_NO_ANSWER(
      edit(
          "rollback/Reconciliation",
          "        open.decide(Decision.revisable(inDoubt(cause, why, cloud)));",
          "        var _ = open.release();"),
      "rollback.ReconciliationTest#shouldCallSilenceOfAStrangersIntentInDoubtOnceNobodyCanSend"),
  WHAT_IS_SEEN_BESIDE_A_REFUSAL_IS_ANOTHERS(
      edit(
          "rollback/Concluding",
          "          new Reconciliation(context, lane, open).afterRefusal(error, explanation);",
          "          new Reconciliation(context, lane, open)"
              + ".ofOwn(new EffectResult.Unknown(\"\", null), seen);"),
      "rollback.RollbackProcedureTest#shouldNotUseWhatWasSeenBesideARefusal"),
  INFERENCE_IS_LEARNED(
      edit("inference/Inference", "        && lessons.moved() >= settings.after()\n", ""),
      "inference.InferenceTest#shouldNotBelieveWhatItHasNotSeenOftenEnough"),
  INFERENCE_STOPS_AT_A_CONTRADICTION(
      edit(
          "inference/Inference",
          "        && lessons.contradiction() == null\n        && lessons.moved()",
          "        && lessons.moved()"),
      "inference.InferenceTest#shouldStopAtTheFirstRollbackThatDoesNotMoveItsSnapshot"),
  INFERENCE_HAS_HEARD_ALL_LESSONS(
      edit("inference/Inference", "    return calibration.isKnown()\n        && ", "    return "),
      "inference.InferenceTest#shouldInferNothingBeforeAllLessonsAreHeard"),
  A_REFUSAL_IS_NOT_INFERRED_TO_BE_TAKEN(
      edit(
          "inference/Inference",
          "        || (finding.says() == Evidence.Says.TAKEN && wasRefused(run))",
          ""),
      "inference.InferenceTest#shouldNotInferFromBothStampsThatARefusedRequestWasTaken"),
  INFERENCE_NEEDS_BOTH_STAMPS_TOGETHER(
      edit("inference/Rule", "!now.movedTogetherSince(before, settings.together())", "false"),
      "inference.InferenceTest#shouldInferNothingWhereTheStampsAreNotThoseOfOneRollbackInTime"),
  INFERENCE_KNOWS_A_RENAME(
      edit("inference/Rule", "!seen.described().equals(attempt.baseline().described())", "false"),
      "inference.InferenceTest#shouldInferNothingWhereSomebodyHasRenamedOneOfThem"),
  INFERENCE_WAITS_FOR_WHAT_IS_LATE(
      edit("inference/Rule", "    return late\n", "    return late || true\n"),
      "inference.InferenceTest"
          + "#shouldInferFromAnUnmovedSnapshotThatItWasNotTakenOnceNothingCanComeLate"),
  INFERENCE_KNOWS_THE_CLOCKS_GRAIN(
      edit("inference/Rule", "    if (!resolved) {", "    if (!resolved && false) {"),
      "inference.InferenceTest#shouldInferNothingFromASnapshotThatHadChangedRightBefore"),
  THE_LOGS_NO_NEEDS_A_STATE_WITHOUT_TRACES(
      edit("rollback/Verdicts", "late && seen.filter(traces::areNone).isPresent()", "late"),
      "rollback.ReconciliationTest"
          + "#shouldNotBelieveTheCloudsLogsRefusalBesideAVolumeThatHasChanged"),
  THE_LOGS_NO_WAITS_FOR_WHO_MAY_STILL_SEND(
      edit("rollback/Verdicts", "late && seen.filter", "seen.filter"),
      "rollback.ReconciliationTest"
          + "#shouldBelieveTheCloudsLogThatItWasRefusedOnceNobodyCanSend"),
  OF_TWO_ANSWERS_IN_THE_LOG_THE_YES_COUNTS(
      edit(
          "evidence/CloudLog",
          "(about.word == null || about.word.says() == Says.NOT_TAKEN)",
          "true"),
      "evidence.CloudLogTest#shouldLetTheYesCountWhicheverComesFirst"),
  A_REFUSAL_IS_HELD_AGAINST_THE_LOG(
      edit(
          "rollback/Reconciliation",
          "      then = then.filter(seen -> verdicts.byLog(run, Optional.of(seen),"
              + " false).isEmpty());\n",
          ""),
      "rollback.ReconciliationTest" + "#shouldNotBelieveARefusalOfWhatTheCloudsLogSaysWasTaken"),
  THE_END_IN_THE_LOG_IS_NO_VERDICT(
      edit("evidence/CloudLog", "case ENDED -> null;", "case ENDED -> Says.TAKEN;"),
      "evidence.CloudLogTest#shouldTakeAnEndForNoVerdict"),
  WHAT_ENDED_BY_THE_LOG_MUST_BE_SEEN(
      edit(
          "rollback/Watch",
          "    rollingBackSeen |= seen.isRollingBack();",
          "    rollingBackSeen |= seen.isRollingBack() || hasEndedByItsLog(run);"),
      "rollback.WatchTest#shouldNotTakeTheEndInTheCloudsLogForAnEffect"),
  THE_SENDER_IS_BELIEVED_BEFORE_THE_LOG(
      edit("rollback/EvidenceRule", "log && taken && isBySender(refused)", "log && taken && false"),
      "rollback.EvidenceRuleTest#shouldBelieveTheSendingWorkerRatherThanTheCloudsLog"),
  AN_ANSWER_IN_THE_LOG_IS_ONE_TO_A_REVERT(
      edit("evidence/Notice", "!payload.path(\"action\").asText().endsWith(\"revert\")", "false"),
      "evidence.NoticeTest"),
  A_FLOOD_SILENCES_ITS_OWN_KIND_ALONE(
      edit(
          "evidence/EvidenceBook",
          "    if (same.size() > MOST) {\n      remove(same.firstEntry().getKey(), evidence.by());",
          "    if (heard.size() > MOST) {\n"
              + "      Evidence oldest = heard.firstEntry().getValue();\n"
              + "      remove(oldest.permit(), oldest.by());"),
      "evidence.EvidenceBookTest#shouldForgetTheOldestOfTheSameKindOfWitnessAlone"),
  EVIDENCE_NAMES_THE_PERMIT(
      edit(
          "rollback/EvidenceRule",
          "        .filter(run -> evidence.permit().equals(run.state().permitOrNull()))\n",
          ""),
      "rollback.EvidenceRuleTest#shouldNotBelieveEvidenceAboutAnotherPermit"),
  AN_OPERATOR_DECIDES_ONLY_DOUBTS(
      edit(
          "rollback/EvidenceRule",
          "case RunState.Intent _ when worker && taken ->",
          "case RunState.Intent _ when taken ->"),
      "rollback.EvidenceRuleTest"),
  EVIDENCE_IS_SIGNED(
      edit(
          "evidence/EvidenceCodec",
          "if (!signature.proves(evidence.permit(), evidence.says())) {",
          "if (false) {"),
      "evidence.EvidenceCodecTest#shouldNotBelieveWhoDidNotMakeThePermit"),
  A_SECRET_SAYS_ONE_THING(
      edit(
          "evidence/PermitKey",
          "says == Says.TAKEN ? id(revealed, hidden) : id(hidden, revealed)",
          "id(revealed, hidden).equals(permit) ? permit : id(hidden, revealed)"),
      "evidence.PermitKeyTest"),
  WHAT_WAS_SAID_EARLY_IS_FOUND_LATER(
      edit("lane/LaneLoop", "            hearing.again(entry);\n", ""),
      "lane.EvidenceTest#shouldFindWhatWasSaidBeforeTheRunCameToWhereItCounts"),
  THE_GATE_BEFORE_THE_SOCKET(Known.OPEN_GATE, "cloud.ProjectCloudsTest"),
  A_FREEZE_IS_LOOKED_AT_BEFORE_THE_SOCKET(
      edit("cloud/SendTrace", "if (frozen.isPresent()) {", "if (false) {"),
      "contract.FreezeIT#shouldBeLookedAtOnceMoreRightBeforeTheSend"),
  NO_INTENT_WHILE_THE_CLOUD_IS_OUT(
      edit(
          "cloud/limits/Limits",
          "!breaker.letsRollBack()\n            || isFrozen()",
          "isFrozen()"),
      "cloud.limits.TurnsTest"),
  WHO_HOLDS_A_PLACE_WAITS_FOR_NO_OTHER(
      edit(
          "rollback/Gate",
          "      turn.leavePlace(); // Whoever holds one must not wait for another.\n",
          ""),
      "rollback.RollbackProcedureTest#shouldLookOnceMoreWhenTheTurnTookLong"),
  WHAT_IS_FROZEN_DOES_NOT_FOLLOW_ITS_LOOK(
      edit(
          "cloud/limits/Turns",
          "                    && limits.nanosUntilNext(Kind.ROLLBACK, now) <= 0;",
          "                    ;"),
      "cloud.limits.TurnsTest#shouldNotLetARequestFollowWhileFrozenAndGiveTheLooksPlaceBack"),
  WHAT_WAS_NOT_HEARD_FOR_LONG_IS_FROZEN(
      edit("kafka/control/ControlListener", "if (!hears()) {", "if (false) {"),
      "contract.FreezeIT#shouldCountAsFrozenUntilTheTopicIsRead"),
  // Behind the gate these change nothing that can be seen; so they are tried with the gate open.
  NO_REDIRECTS(
      List.of(
          Known.OPEN_GATE,
          edit(
              "cloud/HttpClients",
              ".followRedirects(false)\n        .followSslRedirects(false)",
              ".followRedirects(true)")),
      Known.NOT_AGAIN),
  A_ONE_SHOT_BODY(List.of(Known.OPEN_GATE, Known.REPEATABLE_BODY), Known.NOT_AGAIN),
  NO_RETRY(
      List.of(
          Known.OPEN_GATE,
          Known.REPEATABLE_BODY,
          edit(
              "cloud/HttpClients",
              ".retryOnConnectionFailure(false)",
              ".retryOnConnectionFailure(true)")),
      "cloud.ProjectCloudsTest#shouldNotSendAgainAfterARequestTimeout"),
  A_KEPT_CONNECTION_IS_SILENT(
      edit("cloud/SendTrace", "if (!isSilent(", "if (false && !isSilent("),
      "cloud.KeptConnectionTest#shouldSendOnAnotherConnectionWhereTheKeptOneHasEnded",
      "cloud.KeptConnectionTest#shouldNotTakeForItsOwnAnAnswerThatCameBeforeItsRequest"),
  THE_FIRST_AVAILABLE_IS_NOT_BELIEVED(
      edit("rollback/Ending", "(!visible || isAsBefore(", "(isAsBefore("),
      "rollback.WatchTest#shouldNotBelieveTheFirstAvailableAfterTheRequest"),
  WHAT_MOVES_TOGETHER_AT_REST_IS_A_STRAY(
      edit(
          "inference/Inference",
          "stamps.volumeMovedSince(then) && !stamps.movedTogetherSince(then, settings.together());",
          "stamps.volumeMovedSince(then);"),
      "inference.InferenceTest#shouldWantMoreOfThoseThatStayAlsoWhereBothMovedAtRest"),
  NOTHING_IS_SENT_OF_A_LIST_WITH_A_MISTAKE(
      edit("request/Requests", "      throw new Mistakes(mistakes);\n", ""),
      "request.RequestsTest#shouldNameEveryBadLineWithValueAndExample"),
  A_CAMPAIGN_HALTS_ABOVE_ITS_LIMIT(
      edit("campaign/Steering", "if (standings.bad() > terms.limit()) {", "if (false) {"),
      "campaign.SteeringTest#shouldHaltAboveTheLimit"),
  A_CAMPAIGN_WAITS_FOR_ITS_CANARY(
      edit("campaign/Steering", "if (last.number() == 0) {", "if (false) {"),
      "campaign.SteeringTest#shouldWaitForTheCanaryAndPause",
      "campaign.SteeringTest#shouldHaltWhenADiskOfTheCanaryIsNotCompleted"),
  A_CAMPAIGN_ROLLS_A_VOLUME_BACK_TO_ONE_SNAPSHOT(
      edit("campaign/Steering", "if (other != null) {", "if (false) {"),
      "campaign.SteeringTest#shouldNotRollOneVolumeBackToTwoSnapshots"),
  A_CAMPAIGN_BELIEVES_NO_OTHER_RECORDS_ANSWER(
      edit("campaign/Results", "if (ofAnybody && answers.containsKey(snapshot)) {", "if (false) {"),
      "campaign.ResultsTest#shouldNotBelieveWhatAnswersAnotherRecordUnderItsId"),
  A_SIGNATURE_IS_OVER_THE_VALUE(
      edit("policy/Claims", "if (!key.get().verifies(", "if (false && !key.get().verifies("),
      "policy.PolicyTest#shouldRefuseASignatureOfAnotherValueOrTopic",
      "policy.PolicyTest#shouldRefuseASignatureMadeWithAnothersKey"),
  A_SIGNED_COMMAND_ENDS_BEFORE_IT_IS_FORGOTTEN(
      edit("policy/Policy", "if (expiresAt.isAfter(question.latestExpiry())) {", "if (false) {"),
      "policy.PolicyTest#shouldRefuseASignedCommandThatCouldBeDoneAgainLater"),
  A_COPY_OF_A_SIGNED_COMMAND_IS_NO_YOUNGER(
      edit(
          "rollback/PlacedCommand",
          "return earliest.isBefore(askedAt()) ? earliest",
          "return earliest.isBefore(Instant.MIN) ? earliest"),
      "rollback.PolicyByHandTest#shouldDestroyNothingForACopyOfADuplicateThatIsPublishedAfterTheWindow"),
  THE_POLICY_IS_ASKED_BEFORE_THE_INTENT(
      edit(
          "rollback/RollbackProcedure",
          "if (!(context.judge(placed, lane) instanceof Ruling.Granted)) {",
          "if (false) {"),
      "rollback.PolicyByHandTest#shouldSendNothingWhenTheWindowEndsWhileACommandWaitsForItsTurn"),
  AN_APPROVAL_IS_SIGNED(
      edit(
          "policy/Claims",
          "if (!key.verifies(approval.statement(topic), approval.signature())) {",
          "if (false) {"),
      "policy.PolicyTest#shouldNotCountAForgedApproval",
      "policy.PolicyTest#shouldNotCountAnApprovalThatWasChanged"),
  AN_APPROVAL_IS_OF_THE_DISK(
      edit("policy/Claims", "if (!HashTree.leads(", "if (false && !HashTree.leads("),
      "policy.PolicyTest#shouldNotCountAnApprovalOfOtherDisks"),
  AN_APPROVAL_IS_SOMEBODY_ELSES(
      edit("policy/Policy", "if (approver.equals(requester)) {", "if (false) {"),
      "policy.PolicyTest#shouldNotCountTheRequestersOwnApproval"),
  AN_APPROVAL_IS_GOOD_FOR_ONE_COMMAND_OF_A_DISK(
      edit(
          "policy/Policy",
          "command.commandId().equals(campaign.commandId(command.snapshotId()))",
          "true"),
      "policy.PolicyTest#shouldNotCountAnApprovalOfAnotherCampaignOrForAnotherCommand"),
  THE_POLICY_IS_ASKED(
      List.of(
          edit("rollback/Admission", "        .or(() -> policy(command, ruling))\n", ""),
          edit(
              "rollback/RollbackProcedure",
              "if (!(context.judge(placed, lane) instanceof Ruling.Granted)) {",
              "if (false) {")),
      "rollback.PolicyByHandTest"),
  A_REFUSAL_BY_POLICY_IS_NOT_REMEMBERED(
      edit(
          "rollback/Admission",
          "Optional.of(new Reject(error, false));\n      case Ruling.NotNow(",
          "Optional.of(new Reject(error, true));\n      case Ruling.NotNow("),
      "rollback.PolicyByHandTest#shouldNeitherLookNorRememberWhenItRefuses"),
  A_FORWARD_KEEPS_THE_SIGNATURE(
      edit(
          "lane/Postings",
          "for (String name : Claims.HEADERS) {",
          "for (String name : java.util.List.<String>of()) {"),
      "lane.SortingTest#shouldForwardWithSignatureAndApprovals"),
  AN_OUTCOME_IS_A_LINK_OF_THE_CHAIN(
      edit(
          "lane/Cycle",
          "Posting link = tip.link(Postings.outcome(outcome, partition));",
          "Posting link = ChainTip.START.link(Postings.outcome(outcome, partition));"),
      "lane.LaneLoopTest#shouldChainWhatItTells"),
  THE_NEXT_OWNER_GOES_ON_WITH_THE_CHAIN(
      edit("ledger/Slice", "if (number == 0) {", "if (false) {"),
      "lane.LaneLoopTest#shouldChainWhatItTells"),
  A_CHANGED_OUTCOME_IS_FOUND(
      edit(
          "audit/TrailWalk",
          "} else if (!link.hash().equals(previous.hash())) {",
          "} else if (false) {"),
      "audit.TrailWalkTest#shouldFindAChangedOutcome"),
  A_REMOVED_OUTCOME_IS_FOUND(
      edit(
          "audit/TrailWalk",
          "} else if (link.number() != previous.number() + 1) {",
          "} else if (false) {"),
      "audit.TrailWalkTest#shouldFindARemovedOutcome"),
  NOTHING_IS_SENT_BEFORE_ITS_TIME(
      edit("rollback/Admission", "        .or(() -> notYet(command, now))\n", ""),
      "rollback.TimingByHandTest#shouldNotEvenLookBeforeItsTime"),
  A_STOP_FENCES_WHO_RUNS_THE_CAMPAIGN(
      edit(
          "kafka/ClientProperties",
          "settings.campaignsId(campaign));\n",
          "settings.campaignsId(campaign + Math.random()));\n"),
      "contract.CampaignIT#shouldLetNobodySendAfterAStop",
      "contract.CampaignIT#shouldLetNobodySendWhoWasTakenOver");

  /** What several of them name. */
  private static final class Known {
    static final Edit OPEN_GATE =
        edit("cloud/SendTrace", "if (!trace.permit.take()) {", "if (false) {");
    static final Edit REPEATABLE_BODY =
        edit(
            "cloud/RollbackCall",
            "    public boolean isOneShot() {\n      return true;",
            "    public boolean isOneShot() {\n      return false;");
    static final String NOT_AGAIN =
        "cloud.ProjectCloudsTest#shouldNotSendAgainWhateverTheAnswerInvitesTo(java.lang.String)";
  }

  public final List<Edit> edits;
  final List<String> tests;

  Guard(Edit edit, String... tests) {
    this(List.of(edit), tests);
  }

  Guard(List<Edit> edits, String... tests) {
    this.edits = edits;
    this.tests = List.of(tests);
  }
}
