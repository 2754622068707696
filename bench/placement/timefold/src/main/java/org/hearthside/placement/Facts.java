package org.hearthside.placement;

/** What never changes: limits, weights in steps of 1/6000 point, plans, facilitators and the clock. */
final class Facts {
    int cap, least, buffer, starts;
    long focus, gender, size, small, staffMinute, time, load;
    Plan[] plans;
    int[] comboPlan;
    int[][] comboDays;
    int[] setFrom, setLength, setMinutes;   // blocksets: when the stay begins, how long, minutes staffed of a day
    int[][] startUtc;                       // weekday x start: UTC minutes
    byte[][][] period;                      // zone x weekday x start: 0 morning, 1 afternoon, 2 evening
    Facilitator[] facilitators;

    static final int WEEK = 10080;

    boolean clash(int a, int aLength, int b, int bLength) {
        int after = Math.floorMod(b - a, WEEK);
        return after < aLength + buffer || WEEK - after < bLength + buffer;
    }

    /** When (UTC) somebody who staffs this blockset arrives on this day of the session. */
    int arrives(int set, int day, int start) {
        return startUtc[day][start] + setFrom[set];
    }
}
