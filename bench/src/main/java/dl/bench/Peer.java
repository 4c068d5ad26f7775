package dl.bench;

/// Who does the work: dl or one of those it is measured against.
interface Peer {
    /// Prepares the data of a row.
    ///
    /// @throws Missing when this peer cannot do it, with the reason
    Work prepare(Row row) throws Missing;

    /// One line about who this is.
    String about();

    final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String why) {
            super(why, null, false, false);
        }
    }
}
