const segmenter = new Intl.Segmenter(["zh", "en"], { granularity: "word" });

/** The words of a text, Chinese ones included, small and each once. Single letters and digits say nothing. */
export function wordsOf(text: string): Set<string> {
  const words = [...segmenter.segment(text.normalize("NFKC").toLowerCase())]
    .filter(({ isWordLike, segment }) => isWordLike && (segment.length > 1 || segment > "\u2e80"))
    .map(({ segment }) => segment);
  return new Set(words);
}

/**
 * How much `words` has in common with what is looked for, from 0 to 1; rare words count more. `spread` says in
 * how many of the `total` texts a word stands.
 */
export function likeness(
  sought: ReadonlySet<string>,
  words: ReadonlySet<string>,
  spread: ReadonlyMap<string, number>,
  total: number,
): number {
  const weight = (word: string) => Math.log(1 + total / (1 + (spread.get(word) ?? 0)));
  let [shared, all] = [0, 0];
  for (const word of sought) {
    all += weight(word);
    if (words.has(word)) shared += weight(word);
  }
  return all === 0 ? 0 : shared / all;
}
