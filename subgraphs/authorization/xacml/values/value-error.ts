/** A text that is not of its data type. The message says so without the text itself: it may be somebody's data. */
export class ValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ValueError";
  }
}
