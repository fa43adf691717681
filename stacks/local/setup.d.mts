/** Path of Chromium, or undefined when there is none. */
export function findChromium(): string | undefined;
