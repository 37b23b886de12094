export { accountPublicAccessBlock } from './account-public-access-block.js';
export { publicAccessBlock } from './public-access-block.js';
