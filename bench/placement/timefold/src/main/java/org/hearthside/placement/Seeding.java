package org.hearthside.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The start: as many slots as staff hours could ever hold, and the sessions that most people could attend filled first. */
final class Seeding {
    private Seeding() {
    }

    static void fill(Week week) {
        int shortest = Integer.MAX_VALUE;
        for (Plan plan : week.facts.plans) {
            shortest = Math.min(shortest, plan.days * week.facts.setMinutes[plan.lead]);
        }
        int people = week.units.stream().mapToInt(unit -> unit.people).sum();
        int slots = 0;
        for (Facilitator who : week.facts.facilitators) {
            slots += who.weekLimit / shortest;
        }
        slots = Math.max(1, Math.min(slots, people / week.facts.least));
        for (int s = 0; s < slots; s++) {
            week.slots.add(new Slot(s));
        }
        seat(week, slots);
        // Timefold fills the members in by itself, from each unit's slot.
        week.slots.forEach(slot -> slot.members.clear());
    }

    private static void seat(Week week, int slots) {
        Random random = new Random(0);
        List<Session> sessions = new ArrayList<>(week.sessions);
        sessions.sort(Comparator.comparingInt((Session s) -> -s.units.length));
        int next = 0;
        for (Session session : sessions) {
            if (next == slots) {
                return;
            }
            Slot room = week.slots.get(next);
            int asked = 0;
            for (int u : session.units) {
                if (week.units.get(u).slot != null || asked++ == 5) {
                    continue;
                }
                Reseat move = OpenCohort.at(week, random, room, week.units.get(u), session);
                if (move != null) {
                    move.begin();
                    next++;
                    break;
                }
            }
        }
    }
}
