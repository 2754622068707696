package org.hearthside.placement;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import java.util.Arrays;

/**
 * The points of placement.md section 3 (soft) and broken rules (hard), kept up to date move by move.
 *
 * Only slots and facilitators that a move touched are counted again: Timefold's fastest way to score.
 */
public final class Points implements IncrementalScoreCalculator<Week, HardSoftLongScore> {
    private Week week;
    private Facts facts;
    private long hard, soft;

    private long[] slotHard, slotSoft, staffHard, staffSoft;
    private Facilitator[] leads, seconds;   // who counts as staff of each slot, as last counted
    private int[] sizes;
    private Session[] held;
    private int[][] slotsOf;                // by facilitator: slots staffed
    private int[] slotCount;
    private int[] dirtySlots, dirtyStaff;
    private boolean[] slotIsDirty, staffIsDirty;
    private int dirtySlotCount, dirtyStaffCount;

    @Override
    public void resetWorkingSolution(Week working) {
        week = working;
        facts = working.facts;
        int slots = week.slots.size(), staff = facts.facilitators.length;
        hard = soft = 0;
        slotHard = new long[slots];
        slotSoft = new long[slots];
        staffHard = new long[staff];
        staffSoft = new long[staff];
        leads = new Facilitator[slots];
        seconds = new Facilitator[slots];
        sizes = new int[slots];
        held = new Session[slots];
        slotsOf = new int[staff][8];
        slotCount = new int[staff];
        dirtySlots = new int[slots];
        slotIsDirty = new boolean[slots];
        dirtyStaff = new int[staff];
        staffIsDirty = new boolean[staff];
        dirtySlotCount = dirtyStaffCount = 0;
        for (Slot slot : week.slots) {
            touch(slot);
        }
    }

    private void touch(Slot slot) {
        if (slot != null && !slotIsDirty[slot.index]) {
            slotIsDirty[slot.index] = true;
            dirtySlots[dirtySlotCount++] = slot.index;
        }
    }

    private void touch(Facilitator who) {
        if (who != null && !staffIsDirty[who.index]) {
            staffIsDirty[who.index] = true;
            dirtyStaff[dirtyStaffCount++] = who.index;
        }
    }

    private void touched(Object entity) {
        if (slotIsDirty == null) {
            return;   // Timefold fills the members in before it asks for a first score
        }
        touch(entity instanceof Unit unit ? unit.slot : (Slot) entity);
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        touched(entity);
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        touched(entity);
    }

    @Override
    public void beforeEntityAdded(Object entity) {
    }

    @Override
    public void afterEntityAdded(Object entity) {
        touched(entity);
    }

    @Override
    public void beforeEntityRemoved(Object entity) {
    }

    @Override
    public void afterEntityRemoved(Object entity) {
    }

    @Override
    public HardSoftLongScore calculateScore() {
        for (int i = 0; i < dirtySlotCount; i++) {
            slotIsDirty[dirtySlots[i]] = false;
            recount(week.slots.get(dirtySlots[i]));
        }
        dirtySlotCount = 0;
        for (int i = 0; i < dirtyStaffCount; i++) {
            staffIsDirty[dirtyStaff[i]] = false;
            recount(facts.facilitators[dirtyStaff[i]]);
        }
        dirtyStaffCount = 0;
        return HardSoftLongScore.of(-hard, soft);
    }

    private void recount(Slot slot) {
        int s = slot.index;
        hard -= slotHard[s];
        soft -= slotSoft[s];
        leave(leads[s], s);
        leave(seconds[s], s);
        leads[s] = seconds[s] = null;
        sizes[s] = 0;
        held[s] = null;
        slotHard[s] = slotSoft[s] = 0;
        if (slot.members.isEmpty()) {
            return;
        }
        int people = slot.people();
        if (slot.session == null) {
            slotHard[s] = people;
        } else {
            sizes[s] = people;
            held[s] = slot.session;
            leads[s] = slot.session.lead;
            int needed = facts.plans[slot.session.plan].second[Math.min(people, facts.cap)];
            seconds[s] = needed < 0 ? null : slot.second;
            slotHard[s] = broken(slot, people, needed);
            slotSoft[s] = worth(slot, people, seconds[s]);
            join(leads[s], s);
            join(seconds[s], s);
        }
        hard += slotHard[s];
        soft += slotSoft[s];
    }

    private void leave(Facilitator who, int slot) {
        if (who == null) {
            return;
        }
        int[] list = slotsOf[who.index];
        for (int i = 0; i < slotCount[who.index]; i++) {
            if (list[i] == slot) {
                list[i] = list[--slotCount[who.index]];
                break;
            }
        }
        touch(who);
    }

    private void join(Facilitator who, int slot) {
        if (who == null) {
            return;
        }
        if (slotCount[who.index] == slotsOf[who.index].length) {
            slotsOf[who.index] = Arrays.copyOf(slotsOf[who.index], 2 * slotCount[who.index]);
        }
        slotsOf[who.index][slotCount[who.index]++] = slot;
        touch(who);
    }

    /** How many rules the slot breaks by itself: size, seats, license, language, track, keep-apart, ratio. */
    private long broken(Slot slot, int people, int needed) {
        Session session = slot.session;
        long wrong = Math.max(0, facts.least - people) + Math.max(0, people - facts.cap);
        long languages = session.lead.languages;
        long states = 0;
        int track = slot.members.get(0).track;
        for (int i = 0; i < slot.members.size(); i++) {
            Unit unit = slot.members.get(i);
            languages &= unit.languages;
            states |= unit.states;
            if (!unit.isFree(session)) {
                wrong += unit.people;
            }
            if (unit.track != track) {
                wrong += unit.people;
            }
            if (unit.apart.length > 0) {
                for (int k = 0; k < i; k++) {
                    if (unit.isApartFrom(slot.members.get(k))) {
                        wrong++;
                    }
                }
            }
        }
        wrong += Long.bitCount(states & ~session.lead.states);
        if ((session.lead.tracks >>> track & 1) == 0) {
            wrong++;
        }
        if (needed >= 0) {
            Facilitator second = slot.second;
            if (second == null || second == session.lead) {
                wrong += 2;
            } else {
                languages &= second.languages;
                wrong += Long.bitCount(states & ~second.states);
                if ((second.tracks >>> track & 1) == 0) {
                    wrong++;
                }
                if (!second.isFree(needed, session.combo, session.start)) {
                    wrong++;
                }
            }
        }
        return languages == 0 ? wrong + 1 : wrong;
    }

    private long worth(Slot slot, int people, Facilitator second) {
        Session session = slot.session;
        Plan plan = facts.plans[session.plan];
        int size = Math.min(people, facts.cap);
        long points = -facts.staffMinute * plan.staffMinutes[size] - facts.small * Math.max(0, 8 - people);
        long gender = session.lead.gender | (second == null ? 0 : second.gender);
        long focus = -1;
        int firstDay = facts.comboDays[session.combo][0];
        for (Unit unit : slot.members) {
            points += unit.base;
            focus &= unit.focus;
            if (people >= 6 && people <= 8) {
                points += facts.size * unit.wishSmall;
            } else if (people >= 9) {
                points += facts.size * unit.wishModerate;
            }
            points += facts.gender * ((gender & 1) * unit.wishWoman + (gender >>> 1 & 1) * unit.wishMan);
            for (int k = 0; k < unit.people; k++) {
                if (unit.timeWish[k] >= 0 && facts.period[unit.zone[k]][firstDay][session.start] == unit.timeWish[k]) {
                    points += facts.time;
                }
            }
        }
        return focus == 0 ? points : points + facts.focus * people;
    }

    private final int[] dayMinutes = new int[7];
    private int[] begins = new int[64], lengths = new int[64];

    /** A facilitator's limits, double bookings and load. */
    private void recount(Facilitator who) {
        int f = who.index;
        hard -= staffHard[f];
        soft -= staffSoft[f];
        long wrong = 0;
        int week_ = 0, stays = 0;
        Arrays.fill(dayMinutes, 0);
        for (int i = 0; i < slotCount[f]; i++) {
            int s = slotsOf[f][i];
            Session session = held[s];
            Plan plan = facts.plans[session.plan];
            int set = leads[s] == who ? plan.lead : plan.second[Math.min(sizes[s], facts.cap)];
            for (int day : facts.comboDays[session.combo]) {
                dayMinutes[day] += facts.setMinutes[set];
                week_ += facts.setMinutes[set];
                int begin = facts.arrives(set, day, session.start), length = facts.setLength[set];
                for (int k = 0; k < stays; k++) {
                    if (facts.clash(begins[k], lengths[k], begin, length)) {
                        wrong++;
                    }
                }
                if (stays == begins.length) {
                    begins = Arrays.copyOf(begins, 2 * stays);
                    lengths = Arrays.copyOf(lengths, 2 * stays);
                }
                begins[stays] = begin;
                lengths[stays++] = length;
            }
        }
        wrong += (Math.max(0, week_ - who.weekLimit) + 59) / 60;
        for (int minutes : dayMinutes) {
            wrong += (Math.max(0, minutes - who.dayLimit) + 59) / 60;
        }
        staffHard[f] = wrong;
        staffSoft[f] = -facts.load * Math.max(0, 100L * week_ - 85L * who.weekLimit);
        hard += staffHard[f];
        soft += staffSoft[f];
    }
}
