/** Chance that repeats itself: the same seed gives the same throws on every machine (sfc32). */
export class Dice {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #count = 1;

  constructor(...seeds: number[]) {
    for (const seed of seeds) {
      this.#a ^= Math.trunc(seed);
      this.#b ^= Math.floor(seed / 2 ** 32);
      for (let warm = 0; warm < 12; warm += 1) this.#next();
    }
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor((this.#next() / 2 ** 32) * count);
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    // One of the values may be undefined: only the index says what was picked.
    return values[this.below(values.length)] as Value;
  }

  /** So many different ones of these, in random order. */
  some<Value>(values: readonly Value[], count: number): Value[] {
    const rest = [...values];
    const taken: Value[] = [];
    while (taken.length < count && rest.length > 0) {
      taken.push(...rest.splice(this.below(rest.length), 1));
    }
    return taken;
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    return this.some(values, values.length);
  }
}
