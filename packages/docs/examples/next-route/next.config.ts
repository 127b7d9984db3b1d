// Node loads leadwire from node_modules: a bundler that follows the files of its ledger takes the whole project along.
export default { serverExternalPackages: ['leadwire'] };
