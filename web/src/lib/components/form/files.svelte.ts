import { SvelteMap } from "svelte/reactivity";
import { asApiError, type ApiErrorCode } from "#lib/api/error.ts";
import type { AttachmentView } from "#shared/ticket/schema.ts";
import { faultOfFile, type FileFault } from "./file-rules.ts";
import { upload } from "./upload.ts";

export type Upload = {
  key: number;
  field: string;
  file: File;
  /** Bytes sent, 0 to 1. */
  share: number;
  state: "uploading" | "refused" | "failed";
  /** `refused` files are never sent; `failed` ones can be tried again. */
  fault?: FileFault | ApiErrorCode;
};
type Settings = {
  /** Id of the ticket the files belong to; creates the draft when there is none. */
  ensureTicket: () => Promise<string>;
  stored: AttachmentView[];
  onstored: (field: string, id: string) => void;
};

/** Files of one form: those stored, and those on their way. */
export class Files {
  #settings: Settings;
  #uploads = $state<Upload[]>([]);
  #stored = new SvelteMap<string, AttachmentView>();
  #controllers = new Map<number, AbortController>();
  #next = 1;

  constructor(settings: Settings) {
    this.#settings = settings;
    for (const file of settings.stored) this.#stored.set(file.id, file);
  }

  uploadsOf(field: string): Upload[] {
    return this.#uploads.filter((one) => one.field === field);
  }
  find(id: string): AttachmentView | undefined {
    return this.#stored.get(id);
  }
  /** Fields with a file that has not arrived (yet): submitting has to wait for a decision. */
  get unfinishedFields(): string[] {
    return this.#uploads.filter((one) => one.state !== "refused").map((one) => one.field);
  }

  /** Takes files for a field and sends at most `room` of them. Returns how many good ones were left out. */
  add(field: string, files: File[], room: number): number {
    let taken = 0;
    for (const file of files) {
      const fault = crypto.subtle === undefined ? "insecure" : faultOfFile(file);
      if (fault === null && ++taken > room) continue;
      const key = this.#next++;
      const state = fault === null ? "uploading" : "refused";
      this.#uploads.push({ key, field, file, share: 0, state, ...(fault && { fault }) });
      if (fault === null) void this.#send(key);
    }
    return Math.max(0, taken - room);
  }

  retry(key: number): void {
    const one = this.#find(key);
    if (!one) return;
    Object.assign(one, { state: "uploading", share: 0, fault: undefined });
    void this.#send(key);
  }

  /** Takes an upload off the list; one under way is broken off. */
  drop(key: number): void {
    this.#controllers.get(key)?.abort();
    this.#uploads = this.#uploads.filter((one) => one.key !== key);
  }

  stop(): void {
    for (const controller of this.#controllers.values()) controller.abort();
  }

  #find(key: number): Upload | undefined {
    return this.#uploads.find((one) => one.key === key);
  }

  async #send(key: number): Promise<void> {
    const one = this.#find(key);
    if (!one) return;
    const controller = new AbortController();
    this.#controllers.set(key, controller);
    try {
      const ticketId = await this.#settings.ensureTicket();
      const progress = (share: number) => (one.share = share);
      const stored = await upload(ticketId, one.file, progress, controller.signal);
      this.#stored.set(stored.id, stored);
      this.drop(key);
      this.#settings.onstored(one.field, stored.id);
    } catch (thrown) {
      if (controller.signal.aborted) return;
      Object.assign(one, { state: "failed", fault: asApiError(thrown).code });
    } finally {
      this.#controllers.delete(key);
    }
  }
}
