import write from '@changesets/cli/changelog';

/** All packages are released together, so the list of dependencies that were updated says nothing. */
export default { getReleaseLine: write.getReleaseLine, getDependencyReleaseLine: async () => '' };
