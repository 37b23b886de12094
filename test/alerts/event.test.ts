import { playDrifts } from './drifts.js';

playDrifts('event');
