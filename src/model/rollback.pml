/*
 * One partition, one command, two workers that may both believe to own it, and a cloud that forgets nothing.
 *
 * The log has epochs: fencing raises the epoch, and a commit of an older one writes nothing. A commit that is acknowledged
 * may have no end in the partition: then it stays open, and anybody may end it in either way at any time. Requests may be
 * delayed for as long as one likes, answers may be lost, workers crash and are paused (an interleaving is a pause) anywhere.
 *
 * Who loses its lane and knows what became of a permit may say so, signed; whoever owns the command hears it, at any time
 * later. An intruder who knows all that is public writes what he likes; he cannot sign.
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

/* The ledger: what a reader of what is committed is handed. */
byte epoch;
mtype entry = none;
byte permit_in_entry;
bool is_settled;
mtype outbox = none;
bool outbox_is_first;

/* A decision that was acknowledged, and whose end was skipped. */
bool decision_is_open, open_is_settled, open_is_first;
mtype open_entry, open_outbox;
byte open_permit;

/* What requesters have been told: as they are handed it. */
byte first_outcomes;
mtype told = none;
bool outbox_is_told = true;
bool telling_is_open;

/* The cloud. */
byte effects;
bool rolling;
byte refusals;

/* Nobody may send under this permit any more. */
bool expired[PERMITS];
byte permits;

/* Evidence: what stands under a permit and is believed. */
bool says_taken[PERMITS], says_not_taken[PERMITS];

byte takeovers;
chan network = [2] of { byte };                /* requests under way: the permit */
chan answers = [2] of { byte, mtype };         /* answers under way: the permit, what the cloud says */

/* What is beyond the one effect; without it the checker looks for a second effect alone. */
#ifdef ONLY_EFFECTS
#define REQUIRE(what) skip
#else
#define REQUIRE(what) assert(what)
#endif

#ifdef NO_FENCING
#define MAY_WRITE true
#else
#define MAY_WRITE (epoch == mine)
#endif

inline apply(new_entry, new_permit, settles, new_outbox, is_first) {
  entry = new_entry;
  permit_in_entry = new_permit;
#ifndef NO_SETTLED_OFFSETS
  is_settled = is_settled || settles;
#endif
  if
  :: new_outbox != none -> outbox = new_outbox; outbox_is_first = is_first; outbox_is_told = false
  :: else
  fi
}

inline publish(state, is_first) {
  told = state;
  outbox_is_told = true;
  if
  :: is_first -> first_outcomes++
  :: else
  fi;
  REQUIRE(state != accepted || effects == 1);
  REQUIRE(state != rejected || effects == 0);
  REQUIRE(first_outcomes <= 1)
}

/* One transaction of the ledger: entry, settled offset and outbox together. "committed": it was seen. */
inline decide(new_entry, settles, new_outbox) {
  atomic {
    committed = false;
    if
    :: MAY_WRITE ->
      if
      :: decision_is_open = false; /* What was open has joined, and the same entry is written again. */
        apply(new_entry, permit, settles, new_outbox, first);
        committed = true
      :: takeovers < TAKEOVERS ->
        decision_is_open = true;
        open_entry = new_entry; open_permit = permit; open_is_settled = settles;
        open_outbox = new_outbox; open_is_first = first;
#ifdef ACKNOWLEDGED_IS_USED
        committed = true
#endif
      fi
    :: else
    fi
  }
}

/* A transaction of the outcomes, of its own. */
inline tell_outbox() {
  atomic {
    if
    :: !MAY_WRITE -> committed = false
    :: MAY_WRITE && outbox_is_told -> skip
    :: MAY_WRITE && !outbox_is_told -> publish(outbox, outbox_is_first)
    :: MAY_WRITE && !outbox_is_told && takeovers < TAKEOVERS -> telling_is_open = true; committed = false
    fi
  }
}

/* Decide, and then tell. */
inline tell(state) {
#ifdef TOLD_BEFORE_DECIDED
  atomic {
    if
    :: MAY_WRITE -> publish(state, first)
    :: else
    fi
  }
  decide(state, true, none);
#else
  decide(state, true, state);
  if
  :: committed -> tell_outbox()
  :: else
  fi
#endif
}

/* The lane is lost, and this process knows; or it dies before it can say so. */
inline say(word) {
  if
  :: !committed -> word = true
  :: skip
  fi
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
  epoch++; mine = epoch; decision_is_open = false; telling_is_open = false;
#else
    takeovers < TAKEOVERS -> takeovers++; epoch++; mine = epoch
  }
  /* The touch ends what is open, unless somebody was quicker; what is read is all there will be. */
  atomic {
    decision_is_open = false; telling_is_open = false;
    found = entry; permit = permit_in_entry; first = !is_settled
  }
#endif
  committed = true;
#ifdef OUTBOX_IS_TOLD_BLINDLY
  atomic {
    if
    :: MAY_WRITE && outbox != none -> publish(outbox, outbox_is_first)
    :: else
    fi
  }
#else
#ifndef OUTBOX_IS_NOT_TOLD
  tell_outbox();
#endif
#endif
  if
  :: !committed -> goto lost
  :: else
  fi;
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
  :: atomic { !rolling && permits < PERMITS -> permit = permits; permits++ }
  :: takeovers < TAKEOVERS -> goto end_assigned /* crash */
  fi;

  /* Intent, with a permit that only this process, in this session, holds. */
  decide(intent, false, none);
  if
  :: !committed -> expired[permit] = true; say(says_not_taken[permit]); goto lost
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
  :: answers??eval(permit), taken -> tell(accepted); say(says_taken[permit]); goto after_telling
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
  decide(none, false, none);
  say(says_not_taken[permit]);
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
  :: says_taken[permit] -> tell(accepted)
  :: says_not_taken[permit] -> goto release
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
  :: entry == in_doubt && says_taken[permit] -> tell(accepted); goto done
  :: entry == in_doubt && says_not_taken[permit] -> tell(rejected); goto done
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
        REQUIRE(told != rejected)   /* P2: for ever */
      };
      if
      :: answers!permit, taken
      :: skip
      fi
    fi
  :: rolling -> rolling = false
  od
}

/* Whoever: a person with Kafka's tools, the broker's time-out, a coordinator that comes back. */
active proctype anybody() {
end:
  do
  :: atomic { decision_is_open ->
      decision_is_open = false;
      if
      :: apply(open_entry, open_permit, open_is_settled, open_outbox, open_is_first)
      :: skip
      fi
    }
  :: atomic { telling_is_open ->
      telling_is_open = false;
      if
      :: publish(outbox, outbox_is_first)
      :: skip
      fi
    }
  od
}

#ifdef EVIDENCE_IS_NOT_SIGNED
/* Knows all that is public: the permit is in the outcomes and in the request. */
active proctype intruder() {
end:
  if
  :: permits > 0 -> says_taken[0] = true
  :: permits > 0 -> says_not_taken[0] = true
  fi
}
#endif

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
  timeout -> REQUIRE(first_outcomes == 1)
}
