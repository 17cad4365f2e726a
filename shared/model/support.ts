/** What a support bundle takes along, before it is written and after. */
export interface SupportContents {
  files: SupportFile[];
  examples: MaskedExample[];
}

export interface SupportFile {
  name: string;
  bytes: number;
}

/** A value as it stands in the bundle, and where in the database it comes from. */
export interface MaskedExample {
  place: string;
  value: string;
}
