/**
 * Compiled code is kept between runs: without this, stripping types and compiling takes longer than
 * judging. Plain JavaScript, because loading what strips types is what it saves first.
 */
import module from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
// In the user's own folder: code from one that others can write to must not be run.
const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
if (caches) module.enableCompileCache?.(join(caches, 'lockkeeper'));
