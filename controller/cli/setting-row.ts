/** One enrolled account and how to get into it. */
export interface EnrolledAccount {
  readonly account: string;
  readonly role?: string;
  readonly externalId?: string;
}

/** Among the folders of remediation policies: those that come with Snapback, wherever it is installed. */
export const shipped = 'shipped';

/** One setting: its name in the file, its flag, its variable, and how its text becomes a value. */
export interface SettingRow {
  readonly key: string;
  /** As commander reads it: `--queue-url <url>`. */
  readonly flag: string;
  readonly env: string;
  readonly about: string;
  readonly standard?: string;
  /** Checks text from a flag or a variable; throws a UserError that says what to write. */
  check?(text: string): void;
}
