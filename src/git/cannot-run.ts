/** Nothing can be judged: what is in the way, and what to do about it. */
export class CannotRun extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'CannotRun';
    this.remedy = remedy;
  }
}
