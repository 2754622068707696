package org.hearthside.placement;

/** A facilitator at a pattern: what a cohort slot may be given. Only sessions that enough people could attend are kept. */
final class Session {
    final int index;
    final Facilitator lead;
    final int plan, combo, start;
    final int[] units;   // units that could sit in it, by index

    Session(int index, Facilitator lead, int plan, int combo, int start, int[] units) {
        this.index = index;
        this.lead = lead;
        this.plan = plan;
        this.combo = combo;
        this.start = start;
        this.units = units;
    }
}
