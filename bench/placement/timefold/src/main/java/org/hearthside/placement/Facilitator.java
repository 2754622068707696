package org.hearthside.placement;

/** Somebody who may staff cohorts; masks are bits as in the planner's arrays. */
final class Facilitator {
    final int index;
    long states, languages, tracks, gender;
    int weekLimit, dayLimit;
    long[][] free;   // blockset x day combination: start bits

    Facilitator(int index) {
        this.index = index;
    }

    boolean isFree(int set, int combo, int start) {
        return (free[set][combo] >>> start & 1) != 0;
    }
}
