/** Lets a page put its own bar where the phone's navigation is. */
class Shell {
  #bars = $state(0);

  get hasActionBar(): boolean {
    return this.#bars > 0;
  }

  /** Call in an `$effect`; the returned function gives the place back. */
  takeBar(): () => void {
    this.#bars += 1;
    return () => (this.#bars -= 1);
  }
}

export const shell = new Shell();
