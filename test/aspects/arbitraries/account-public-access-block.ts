export { equivalent, mutated, value } from './public-access-block.js';
