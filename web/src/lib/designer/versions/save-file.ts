/** Hands a text to the browser as a file to keep. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A name for a template's file: what a person sees, without what file systems refuse. */
export function fileNameOf(name: string, version: number): string {
  const plain = name.trim().replaceAll(/[\\/:*?"<>|\s]+/g, "-") || "template";
  return version === 0 ? `${plain}.yaml` : `${plain}-v${version}.yaml`;
}
