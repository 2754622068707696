package org.hearthside.placement;

/** A day plan. Sizes are numbers of people; blocksets are numbered over all plans. */
final class Plan {
    int days;
    int lead;             // blockset of the lead: every block but breaks
    int[] second;         // by size: blockset of the second facilitator, -1 where none is needed
    int[] staffMinutes;   // by size: staff minutes of the week
    int firstCombo;       // its day combinations are numbered from here
    int combos;
}
