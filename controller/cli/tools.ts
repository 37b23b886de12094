import type { Catalogue } from '../catalog/catalogue.js';
import type { AuditTrail } from '../domain/audit-trail.js';
import type { Ledger, LedgerQueries } from '../domain/ledger.js';
import type { Access, Clock, Listing, Log } from '../domain/ports.js';
import type { Mode } from '../domain/response.js';
import type { Controller } from '../runtime/controller.js';
import type { Settings } from './settings.js';
import type { Terminal } from './terminal.js';

/** What a command works with. Everything is made when it is first asked for, so that `check` needs no credentials. */
export interface Tools {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly partition: string;
  /** Aborted when somebody asks the process to end. */
  readonly stopping: AbortSignal;
  /** Reads and checks baselines, those of the settings or of other folders, and remediation policies; no target's mode is stronger than this one. */
  catalogue(mode: Mode, baselineFolders?: readonly string[]): Promise<Catalogue>;
  ledger(): Ledger & LedgerQueries;
  /** The audit as the table has it, without the ledger's trust in it. */
  auditTrail(): AuditTrail;
  /** Makes the ledger's table unless it is there. */
  createTable(): Promise<{ readonly created: boolean; readonly recoverable: boolean }>;
  /** Whether the ledger's table is there. */
  hasTable(): Promise<boolean>;
  /** Compares `accounts` with what STS says; rejects with a UserError where they differ. */
  confirmAccounts(): Promise<void>;
  /** The ARN under which STS knows whoever runs this command, before any role of an account is assumed. */
  caller(): Promise<string>;
  access(mode: Mode): Access;
  listing(): Listing;
  /** Lets go of what was opened; nothing can be asked of the ledger afterwards. */
  close(): Promise<void>;
  startController(catalogue: Catalogue): Promise<Controller>;
}
