import { UserError } from '../domain/errors.js';
import { ownedBy } from '../runtime/own-watch.js';
import { milliseconds } from './durations.js';

// Each throws a UserError that says what to write instead; durations are checked by reading them.

export const oneOf =
  (...words: readonly string[]) =>
  (text: string): void => {
    if (!words.includes(text))
      throw new UserError(`'${text}' is not possible. Write one of: ${words.join(', ')}.`);
  };

export const wholeNumber = (text: string): void => {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UserError(`'${text}' is no number. Write a whole number from 1.`);
};

export const wholeNumberOrNone = (text: string): void => {
  if (text !== '0') wholeNumber(text);
};

export const percentage = (text: string): void => {
  wholeNumberOrNone(text);
  if (Number(text) > 100) throw new UserError(`'${text}' is more than all. Write 0 to 100.`);
};

export const duration = (text: string): void => {
  if (milliseconds(text) === 0)
    throw new UserError(`'${text}' is no time at all. Write more, such as 10s or 15m.`);
};
export const durationOrNone = (text: string): void => void milliseconds(text);
export const durationList = (text: string): void => text.split(',').forEach(duration);

// SQS keeps a message back for at most 15 minutes.
export const recheckList = (text: string): void => {
  const late = text.split(',').find((part) => milliseconds(part) > 900_000);
  if (late !== undefined) throw new UserError(`'${late}' is too late for a re-check. Write at most 15m.`);
};

export const httpUrl = (text: string): void => {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new UserError(`'${text}' is no http or https address.`);
};

export const accountList = (text: string): void => {
  const wrong = text.split(',').find((id) => !/^\d{12}$/.test(id.trim()));
  if (wrong !== undefined)
    throw new UserError(`'${wrong}' is no account id. Write 12 digits, separated by commas.`);
};

/** Instead of regions: none. */
export const noRegion = 'none';

export const regionList = (text: string): void => {
  if (text === noRegion) return;
  const wrong = text.split(',').find((name) => !/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(name.trim()));
  if (wrong !== undefined)
    throw new UserError(
      `'${wrong}' is no region. Write such as us-east-1, separated by commas, or ${noRegion}.`,
    );
};

export const ownResourceList = (text: string): void => {
  const wrong = text.split(',').find((arn) => ownedBy(arn.trim()) === undefined);
  if (wrong !== undefined)
    throw new UserError(
      `'${wrong}' is no ARN of a trail, a rule, a queue, a table or a role. Write such as arn:aws:cloudtrail:eu-west-1:111122223333:trail/NAME, separated by commas.`,
    );
};
