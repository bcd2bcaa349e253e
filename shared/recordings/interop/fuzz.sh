#!/bin/sh
# Coverage-guided fuzzing of every reader with Jazzer (Apache-2.0, fetched from Maven Central into target/):
#   fuzz.sh [EXECUTIONS [READER ...]]     default: 1000000 of each, readers as FuzzedReader names them
# What must hold is written in ReaderFuzz: refused in one line or read to an end, no hang over 1 s, 256 MB of heap.
# A finding ends its reader's run and stays in target/fuzz as finding-READER.bin: make it a fixture of ReaderFuzzTest, then mend it.
set -eu
executions=${1:-1000000}
[ $# -gt 0 ] && shift
room=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
version=0.26.0
work=$room/target/fuzz
mkdir -p "$work/classes"

cd "$room/../.."
mvn -B -ntp -q -pl shared/recordings -am test -Dtest=RecordingFormatTest -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true
for artifact in jazzer jazzer-api; do
  [ -e "$work/$artifact-$version.jar" ] ||
    mvn -B -ntp -q dependency:copy -Dartifact=com.code-intelligence:$artifact:$version -DoutputDirectory="$work"
done
libraries=$(find "$HOME/.m2/repository" -name 'jhdf-*.jar' -o -name 'flatbuffers-java-*.jar' -o -path '*at/yawk/lz4/*.jar' \
  -o -name 'zstd-jni-*.jar' -o -name 'compress-lzf-*.jar' -o -name 'commons-lang3-*.jar' -o -name 'slf4j-api-2*.jar' \
  -o -name 'jspecify-*.jar' | sort -rV | tr '\n' ':') # the newest first
# a copy: the house may be built anew while this goes on
cp -R "$room/target/classes/." "$room/target/test-classes/." "$room/../events/target/classes/." "$work/classes"

cd "$work"
code=0
for reader in ${*:-AEDAT2 AEDAT3 AEDAT4 EVT2 EVT21 EVT3 DAT ES TEXT BAG HDF5 LIVE DATAGRAMS}; do
  mkdir -p "corpus/$reader"
  java -cp "classes:$libraries" evpose.recordings.FuzzSeeds "$reader" "corpus/$reader"
  largest=$(find "corpus/$reader" -type f -exec wc -c {} + | sort -n | awk '$2 != "total" { most = $1 } END { print most }')
  java -Xmx256m -Devpose.fuzz.reader="$reader" -cp "jazzer-$version.jar:jazzer-api-$version.jar:classes:$libraries" \
    com.code_intelligence.jazzer.Jazzer --target_class=evpose.recordings.ReaderFuzz \
    '--instrumentation_includes=evpose.**:io.jhdf.**' \
    -runs="$executions" -max_len=$((largest + 1024)) -timeout=600 -rss_limit_mb=2000 "corpus/$reader" >"$reader.log" 2>&1 || code=1
  printf '%s: %s\n' "$reader" "$(grep -aE '^Done|^== Java Exception|^SUMMARY' "$reader.log" | tail -n 1)"
done
exit $code
