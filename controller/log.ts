import { createLogger, format, transports } from 'winston';
import type { Log } from './domain/ports.js';

/** JSON lines on standard error, or short lines where a person watches. Control characters never reach the terminal. */
export function winstonLog(level: string, forPeople: boolean): Log {
  const logger = createLogger({
    level,
    format: forPeople
      ? format.combine(format.timestamp(), format.printf(line))
      : format.combine(format.timestamp(), format.json()),
    transports: [new transports.Console({ stderrLevels: ['debug', 'info', 'warn', 'error'] })],
  });
  return {
    debug: (message, fields = {}) => void logger.debug(message, fields),
    info: (message, fields = {}) => void logger.info(message, fields),
    warn: (message, fields = {}) => void logger.warn(message, fields),
    error: (message, fields = {}) => void logger.error(message, fields),
  };
}

const line = ({ level, message, timestamp, ...fields }: Record<string, unknown>): string => {
  const told = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${String(timestamp).slice(11, 19)} ${String(level).padEnd(5)} ${String(message)} ${told.join(' ')}`.trimEnd();
};
