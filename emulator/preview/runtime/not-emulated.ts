// The preview's refusal: what it has not built throws its own name instead of doing nothing.

export class NotEmulated extends Error {
  constructor(what: string) {
    super(`NotEmulated: ${what}`);
    this.name = 'NotEmulated';
  }
}
