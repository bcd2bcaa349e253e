#!/bin/sh
# Coverage-guided fuzzing of every reader with Jazzer (Apache-2.0, fetched from Maven Central into target/):
#   fuzz.sh [SECONDS]     a crasher stays in target/fuzz as crash-*; feed it to ReaderFuzz.check in a test, then mend it
# What must hold is written in ReaderFuzz: refused in one line or read to an end, no hang over 1 s, 256 MB of heap.
set -eu
seconds=${1:-600}
room=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
version=0.26.0
work=$room/target/fuzz
mkdir -p "$work/corpus"

cd "$room/../.."
mvn -B -ntp -q -pl shared/recordings -am test -Dtest=RecordingFormatTest -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true
for artifact in jazzer jazzer-api; do
  mvn -B -ntp -q dependency:copy -Dartifact=com.code-intelligence:$artifact:$version -DoutputDirectory="$work"
done
libraries=$(find "$HOME/.m2/repository" -name 'jhdf-*.jar' -o -name 'flatbuffers-java-*.jar' -o -path '*at/yawk/lz4/*.jar' \
  -o -name 'zstd-jni-*.jar' -o -name 'compress-lzf-*.jar' -o -name 'commons-lang3-*.jar' -o -name 'slf4j-api-2*.jar' \
  -o -name 'jspecify-*.jar' | tr '\n' ':')
find "$room/src/test/resources" -size -40k \( -name '*.h5' -o -name '*.aedat4' \) -exec cp {} "$work/corpus" \;

cd "$work"
exec java -Xmx256m \
  -cp "jazzer-$version.jar:jazzer-api-$version.jar:$room/target/classes:$room/target/test-classes:$room/../events/target/classes:$libraries" \
  com.code_intelligence.jazzer.Jazzer --target_class=evpose.recordings.ReaderFuzz '--instrumentation_includes=evpose.**' \
  -max_total_time="$seconds" -max_len=40000 -rss_limit_mb=2000 corpus
