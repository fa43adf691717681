import type { Attachment } from "svelte/attachments";
import { on } from "svelte/events";

type Drop = { onfiles: (files: File[]) => void; onover: (isOver: boolean) => void };

/** Lets files be dropped on an element. Text and links dragged over it are left alone. */
export function dropFiles({ onfiles, onover }: Drop): Attachment<HTMLElement> {
  return (element) => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onover(true);
    };
    const drop = (event: DragEvent) => {
      onover(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onfiles([...(event.dataTransfer?.files ?? [])]);
    };
    const off = [
      on(element, "dragenter", over),
      on(element, "dragover", over),
      on(element, "dragleave", () => onover(false)),
      on(element, "drop", drop),
    ];
    return () => off.forEach((stop) => stop());
  };
}
