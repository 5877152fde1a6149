import manifest from '../../package.json' with { type: 'json' };

/** The version of Lockkeeper. */
export const version: string = manifest.version;
