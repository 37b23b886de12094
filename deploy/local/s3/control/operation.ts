import type { Answer, Call } from '../call.js';

/** One call of S3 Control. */
export interface ControlOperation {
  readonly name: string;
  /** CloudTrail's name where it is another one. */
  readonly eventName?: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** The path behind the version. */
  readonly path: string;
  /** True if the ARN of a resource follows the path. */
  readonly takesResource: boolean;
  run(call: Call): Answer;
}

/** The XML namespace of S3 Control. */
export const controlNamespace = 'http://awss3control.amazonaws.com/doc/2018-08-20/';
