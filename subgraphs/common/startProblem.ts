/**
 * A reason not to start that whoever starts it can mend. The message says what is wrong and what to do about it; it is
 * shown alone, without a stack, and never holds a secret.
 */
export class StartProblem extends Error {
  override readonly name: string = "StartProblem";
}
