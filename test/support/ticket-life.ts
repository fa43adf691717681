import fc from "fast-check";
import { after, minuteMs } from "#shared/core/clock.ts";
import { newId } from "#shared/core/id.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { epoch, ticketRecord } from "./records.ts";

/** What may happen to a submitted ticket, as its images show it. */
const Step = fc.constantFrom("move", "return", "resubmit", "edit", "end", "rate");
const Outcome = fc.constantFrom("approved", "vetoed", "withdrawn", "expired", "failed");

function apply(
  ticket: TicketRecord,
  step: string,
  given: { minutes: number; outcome: TicketRecord["outcome"]; score: number },
): TicketRecord {
  const next = { ...ticket, version: ticket.version + 1 };
  const isOpen = ticket.state !== "completed";
  if (step === "return" && ticket.state === "in_approval") {
    return { ...next, state: "returned", returns: ticket.returns + 1 };
  }
  if (step === "resubmit" && ticket.state === "returned") return { ...next, state: "in_approval" };
  if (step === "edit" && isOpen) return { ...next, title: `Version ${next.version}` };
  if (step === "end" && isOpen) {
    const completedAt = after(ticket.submittedAt ?? epoch, given.minutes * minuteMs);
    return { ...next, state: "completed", outcome: given.outcome, completedAt };
  }
  if (step === "rate" && !isOpen && ticket.rating === null) {
    return { ...next, rating: { score: given.score, comment: null } };
  }
  return next;
}

const Beginning = fc.record({
  minutesIn: fc.integer({ min: 0, max: 40 * 24 * 60 }),
  template: fc.constantFrom("server", "expense"),
  department: fc.constantFrom(null, "platform", "finance"),
});
const Course = fc.array(
  fc.record({
    step: Step,
    minutes: fc.integer({ min: 0, max: 100_000 }),
    outcome: Outcome,
    score: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 6 },
);

/** All images of one ticket, from its submit on, oldest first. */
export const ticketLife = fc.tuple(Beginning, Course).map(([beginning, course]) => {
  const { minutesIn, template, department } = beginning;
  const first = ticketRecord({
    ticketId: newId("ticket"),
    templateId: `tpl_${template}`,
    templateName: { en: template, "zh-CN": template },
    department: department === null ? null : { id: `dep_${department}`, name: department },
    submittedAt: after(epoch, minutesIn * minuteMs),
  });
  const images = [first];
  for (const { step, ...given } of course) {
    images.push(apply(images.at(-1) ?? first, step, given));
  }
  return images;
});

/** A delivery of images in any order, some of them twice; each at least once. */
export function delivered<Image>(images: Image[]): fc.Arbitrary<Image[]> {
  return fc
    .subarray(images)
    .chain((twice) =>
      fc.shuffledSubarray([...images, ...twice], { minLength: images.length + twice.length }),
    );
}
