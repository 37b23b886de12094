import type { Answer, Call } from '../call.js';

/** One call of S3 Control. */
export interface ControlOperation {
  readonly name: string;
  /** CloudTrail's name where it is another one. */
  readonly eventName?: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** The path behind the version. */
  readonly path: string;
  /** True if the ARN or the name of a resource follows the path. */
  readonly takesResource: boolean;
  /** What follows the resource, such as `/policy`. */
  readonly part?: string;
  /** `resource` is what follows the path; empty where nothing does. */
  run(call: Call, resource: string): Answer;
}

/** The XML namespace of S3 Control. */
export const controlNamespace = 'http://awss3control.amazonaws.com/doc/2018-08-20/';
