import { expect, test } from "vitest";
import type { TicketSummary } from "#shared/ticket/schema.ts";
import type { TimelineEntry } from "#shared/ticket/timeline.ts";
import { newestDraft } from "../../../web/src/routes/(app)/new/[templateId]/begin.ts";
import { lastReturn } from "../../../web/src/routes/(app)/tickets/[id]/edit/last-return.ts";

const entry = (type: TimelineEntry["type"], id: string) => ({ id, type }) as TimelineEntry;

test("the last return says why a ticket came back, whoever returned it", () => {
  const timeline = [
    entry("task.returned", "1"),
    entry("ticket.resubmitted", "2"),
    entry("automation.returned", "3"),
    entry("ticket.commented", "4"),
  ];
  expect(lastReturn(timeline)?.id).toBe("3");
  expect(lastReturn([entry("ticket.created", "1")])).toBeNull();
});

test("the newest draft of this template is offered", () => {
  const draft = (id: string, templateId: string, updatedAt: string) =>
    ({ id, templateId, updatedAt, state: "draft" }) as TicketSummary;
  const drafts = [
    draft("old", "a", "2026-01-01"),
    draft("new", "a", "2026-01-03"),
    draft("other", "b", "2026-01-04"),
  ];
  expect(newestDraft(drafts, "a")?.id).toBe("new");
  expect(newestDraft(drafts, "c")).toBeNull();
});
