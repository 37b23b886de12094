import { dirname } from 'node:path';
import { digest } from '../aspects/kit/digest.js';
import type { Catalogue, CatalogueTexts } from '../catalog/catalogue.js';
import { UserError } from '../domain/errors.js';
import type { Clock, Log } from '../domain/ports.js';
import { errorFields } from './failure-log.js';
import { Waiters } from './waiters.js';

/** What keeps the files of the catalogue from being used. */
export interface CatalogueTrouble {
  /** The same for the same files with the same fault. */
  readonly version: string;
  /** Every problem with its place, for people. */
  readonly message: string;
}

export interface LiveCataloguePorts {
  /** The files as they are now; throws where they cannot be read. */
  readonly read: () => CatalogueTexts;
  /** Throws where they are wrong. */
  readonly load: (texts: CatalogueTexts) => Catalogue;
  /** Tells people what is wrong, or that nothing is any more; may be told the same again. */
  readonly tell: (trouble: CatalogueTrouble | undefined) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The catalogue in force, which follows its files. They are read again and again instead of watched: notices of changes
 * do not come from network disks and mounted volumes. Files count once two reads in a row gave the same, so that an edit
 * half done is not taken for one; what cannot be used changes nothing, and people are told once.
 */
export class LiveCatalogue {
  readonly #ports: LiveCataloguePorts;
  readonly #changes = new Waiters<void>();
  #current: Catalogue;
  /** Folders from which the catalogue in force came. */
  #folders: ReadonlySet<string> = new Set();
  #candidate = '';
  /** The files that were last tried, whatever came of it. */
  #tried = '';
  #trouble: CatalogueTrouble | undefined;
  /** Whether people know of the trouble, or that there is none. At the start they may still believe in an old one. */
  #isTold = false;

  constructor(catalogue: Catalogue, ports: LiveCataloguePorts) {
    this.#current = catalogue;
    this.#ports = ports;
  }

  get current(): Catalogue {
    return this.#current;
  }

  get generation(): string {
    return this.#current.generation;
  }

  /** Resolves when another catalogue comes into force; rejects with the signal's reason if that comes first. */
  changed(signal: AbortSignal): Promise<void> {
    return this.#changes.wait(signal);
  }

  /** Follows the files until the signal aborts, reading them at this interval (milliseconds). `told`: after people were told. */
  async run(everyMs: number, signal: AbortSignal, told: () => void): Promise<void> {
    while (!signal.aborted) {
      this.look();
      if (await this.#tell()) told();
      await this.#ports.clock.sleep(everyMs, signal).catch(() => {});
    }
  }

  /** Reads the files once. */
  look(): void {
    const found = this.#read();
    const isSettled = found.version === this.#candidate;
    this.#candidate = found.version;
    if (!isSettled || found.version === this.#tried) return;
    this.#tried = found.version;
    try {
      this.#take(found.texts());
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#suffer({ version: found.version, message });
    }
  }

  /** The files, and what tells them from others; files that cannot be read are a version too. */
  #read(): { readonly version: string; texts(): CatalogueTexts } {
    try {
      const texts = this.#ports.read();
      const files = { baselines: texts.baselines.map(asJson), policies: texts.policies.map(asJson) };
      return { version: digest(files), texts: () => texts };
    } catch (error) {
      const texts = (): CatalogueTexts => {
        throw error;
      };
      return { version: digest({ error: errorFields(error).reason }), texts };
    }
  }

  #take(texts: CatalogueTexts): void {
    const next = this.#usable(texts);
    this.#folders = foldersOf(texts);
    if (this.#trouble !== undefined) {
      this.#ports.log.info('the catalogue can be used again', { generation: next.generation });
      this.#trouble = undefined;
      this.#isTold = false;
    }
    const before = this.#current;
    if (next.generation === before.generation) return;
    this.#current = next;
    const [old, now] = [namesIn(before), namesIn(next)];
    this.#ports.log.info('another catalogue is in force', {
      generation: next.generation,
      before: before.generation,
      added: [...now].filter((name) => !old.has(name)),
      removed: [...old].filter((name) => !now.has(name)),
    });
    while (!this.#changes.empty) this.#changes.serve();
  }

  /** What the files say. That there is nothing left is taken for an accident: whoever means it starts anew. */
  #usable(texts: CatalogueTexts): Catalogue {
    const now = foldersOf(texts);
    const emptied = [...this.#folders].filter((folder) => !now.has(folder));
    if (emptied.length > 0 || (texts.baselines.length === 0 && this.#current.baselines.length > 0))
      throw new UserError(
        `${emptied.join(', ') || 'The folder of baselines'} has no file left. Put the files back; or, if that is meant, start the controller anew.`,
      );
    return this.#ports.load(texts);
  }

  #suffer(trouble: CatalogueTrouble): void {
    this.#trouble = trouble;
    this.#isTold = false;
    this.#ports.log.error('the catalogue cannot be used; the last good one stays in force', {
      generation: this.#current.generation,
      reason: trouble.message,
    });
  }

  /** Whether something was told. */
  async #tell(): Promise<boolean> {
    // At the start nothing is known before the files were read twice.
    if (this.#isTold || (this.#trouble === undefined && this.#tried === '')) return false;
    const trouble = this.#trouble;
    try {
      await this.#ports.tell(trouble);
      this.#isTold = this.#trouble === trouble;
      return true;
    } catch (error) {
      this.#ports.log.warn('nobody could be told of the catalogue', errorFields(error));
      return false;
    }
  }
}

const asJson = ({ file, text }: { readonly file: string; readonly text: string }) => ({ file, text });

const foldersOf = ({ baselines, policies }: CatalogueTexts): ReadonlySet<string> =>
  new Set([...baselines, ...policies].map(({ file }) => dirname(file)));

const namesIn = ({ baselines }: Catalogue): ReadonlySet<string> => new Set(baselines.map(({ name }) => name));
