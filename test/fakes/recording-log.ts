import type { Log } from '../../controller/domain/ports.js';

/** A line of the log: level, message and fields. */
export interface Line {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that a test can read. */
export class RecordingLog implements Log {
  readonly lines: Line[] = [];

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'debug', message, fields });
  }
  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }
  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }
  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }

  /** The messages of one level, oldest first. */
  of(level: keyof Log): readonly string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }
}
