import { eventSubject } from './event-subject.js';
import { policySubject } from './policy-subject.js';
import type { Subject } from './subject.js';
import { yamlSubject } from './yaml-subject.js';

/** Everything that reads texts of strangers. */
export const subjects: readonly Subject[] = [policySubject, eventSubject, yamlSubject];
