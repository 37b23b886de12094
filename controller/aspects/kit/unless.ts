import { failureName } from '../../domain/failure.js';

/** The answer, or nothing where S3 says by this code that there is none. Any other refusal is the caller's. */
export async function unless<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (failureName(error) === code) return undefined;
    throw error;
  }
}
