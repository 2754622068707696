package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * The hand-written move: open a cohort around somebody who waits, or take an open one apart and open another in its room.
 *
 * Single changes cannot: a cohort of one, two or three people breaks a rule on the way to four. People who wait come
 * first; cohorts that can spare somebody give them up when too few wait.
 */
public final class OpenCohort implements MoveIteratorFactory<Week, Reseat> {
    private static final int TRIES = 30;

    @Override
    public long getSize(ScoreDirector<Week> director) {
        return director.getWorkingSolution().sessions.size();
    }

    @Override
    public Iterator<Reseat> createOriginalMoveIterator(ScoreDirector<Week> director) {
        throw new UnsupportedOperationException("Moves are drawn at random.");
    }

    @Override
    public Iterator<Reseat> createRandomMoveIterator(ScoreDirector<Week> director, Random random) {
        Week week = director.getWorkingSolution();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !week.sessions.isEmpty();
            }

            @Override
            public Reseat next() {
                for (int attempt = 0; attempt < TRIES; attempt++) {
                    Reseat move = draw(week, random);
                    if (move != null) {
                        return move;
                    }
                }
                return new Reseat(week.slots.get(0), null, null, List.of(), List.of());
            }
        };
    }

    static Reseat draw(Week week, Random random) {
        Slot room = week.slots.get(random.nextInt(week.slots.size()));
        if (room.isOpen() && random.nextInt(4) != 0) {
            return null;   // mostly rooms that stand empty; sometimes one that is taken apart
        }
        Unit around = week.units.get(random.nextInt(week.units.size()));
        if (around.sessions.length == 0 || around.slot != null && around.slot != room) {
            return null;
        }
        Session session = week.sessions.get(around.sessions[random.nextInt(around.sessions.length)]);
        return at(week, random, room, around, session);
    }

    /** A cohort of this unit and others at this session, or null where the lead cannot or too few come. */
    static Reseat at(Week week, Random random, Slot room, Unit around, Session session) {
        return mayLead(week, room, session) ? around(week, random, room, around, session) : null;
    }

    private static Reseat around(Week week, Random random, Slot room, Unit around, Session session) {
        int wanted = random.nextInt(3) == 0 ? 6 : week.facts.cap;
        Plan plan = week.facts.plans[session.plan];
        List<Unit> in = new ArrayList<>();
        in.add(around);
        int people = around.people;
        long languages = around.languages & session.lead.languages;
        int[] units = session.units;
        for (int round = 0; round < 2; round++) {
            int from = random.nextInt(units.length);
            for (int i = 0; i < units.length && people < wanted; i++) {
                Unit unit = week.units.get(units[(from + i) % units.length]);
                boolean waits = unit.slot == null || unit.slot == room;
                if (round == 0 ? !waits : waits || people >= week.facts.least + 2 || !canSpare(week, unit, in)) {
                    continue;
                }
                if (unit != around && unit.track == around.track && (languages & unit.languages) != 0
                        && people + unit.people <= wanted && !apart(unit, in) && !in.contains(unit)) {
                    in.add(unit);
                    people += unit.people;
                    languages &= unit.languages;
                }
            }
        }
        if (people < week.facts.least) {
            return null;
        }
        Facilitator second = plan.second[people] < 0 ? null : helper(week, random, room, session, in, languages, people);
        while (plan.second[people] >= 0 && second == null) {
            people -= in.remove(in.size() - 1).people;
            if (people < week.facts.least) {
                return null;
            }
        }
        return new Reseat(room, session, second, new ArrayList<>(room.members), in);
    }

    private static boolean canSpare(Week week, Unit unit, List<Unit> in) {
        int left = unit.slot.people() - unit.people;
        for (Unit other : in) {
            left -= other.slot == unit.slot ? other.people : 0;
        }
        return left >= week.facts.least;
    }

    private static boolean apart(Unit unit, List<Unit> others) {
        if (unit.apart.length > 0) {
            for (Unit other : others) {
                if (unit.isApartFrom(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the lead has the hours and is nowhere else, leaving aside what this room holds now. */
    private static boolean mayLead(Week week, Slot room, Session session) {
        return hasRoom(week, room, session.lead, session, week.facts.plans[session.plan].lead);
    }

    private static Facilitator helper(
            Week week, Random random, Slot room, Session session, List<Unit> in, long languages, int people) {
        int set = week.facts.plans[session.plan].second[people];
        Facilitator[] all = week.facts.facilitators;
        int from = random.nextInt(all.length);
        for (int i = 0; i < all.length; i++) {
            Facilitator who = all[(from + i) % all.length];
            if (who != session.lead && who.isFree(set, session.combo, session.start)
                    && (who.languages & languages) != 0 && (who.tracks >>> in.get(0).track & 1) != 0
                    && in.stream().allMatch(u -> (u.states & ~who.states) == 0)
                    && hasRoom(week, room, who, session, set)) {
                return who;
            }
        }
        return null;
    }

    private static boolean hasRoom(Week week, Slot room, Facilitator who, Session session, int set) {
        Facts facts = week.facts;
        int[] days = facts.comboDays[session.combo];
        int minutes = days.length * facts.setMinutes[set];
        int[] daily = new int[7];
        for (Slot slot : week.slots) {
            if (slot == room || !slot.isOpen()) {
                continue;
            }
            Plan plan = facts.plans[slot.session.plan];
            int other;
            if (slot.session.lead == who) {
                other = plan.lead;
            } else if (slot.second == who) {
                other = plan.second[Math.min(facts.cap, slot.people())];
                if (other < 0) {
                    continue;
                }
            } else {
                continue;
            }
            int[] otherDays = facts.comboDays[slot.session.combo];
            minutes += otherDays.length * facts.setMinutes[other];
            for (int a : days) {
                for (int b : otherDays) {
                    if (facts.clash(facts.arrives(set, a, session.start), facts.setLength[set],
                            facts.arrives(other, b, slot.session.start), facts.setLength[other])) {
                        return false;
                    }
                    if (a == b) {
                        daily[a] += facts.setMinutes[other];
                    }
                }
            }
        }
        for (int minutesOfDay : daily) {
            if (minutesOfDay + facts.setMinutes[set] > who.dayLimit) {
                return false;
            }
        }
        return minutes <= who.weekLimit;
    }
}
