import { playDrifts } from './drifts.js';

playDrifts('lost');
