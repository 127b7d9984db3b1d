/** What is wrong, and what to do next. */
export interface Problem {
  readonly message: string;
  readonly hints: readonly string[];
}
