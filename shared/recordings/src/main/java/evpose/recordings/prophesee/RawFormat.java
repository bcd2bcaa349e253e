package evpose.recordings.prophesee;

/** How the words of a file are laid out. */
enum RawFormat {
  EVT2("EVT2", 4, 34),
  EVT21("EVT2.1", 8, 34),
  EVT3("EVT3", 2, 24),
  DAT("DAT", 8, 32);

  final String title;
  final int wordBytes;
  final int timeBits;

  RawFormat(String title, int wordBytes, int timeBits) {
    this.title = title;
    this.wordBytes = wordBytes;
    this.timeBits = timeBits;
  }
}
