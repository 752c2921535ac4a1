"""The limits that the API guide names are those of the code."""

import re
import unittest

import tree

# What a row of the guide is about, where its limit is, and the form in which the
# row names it.
_LIMITS = (
    ("metadata of a call", "runtime/ops/daemon.cc", "kMaxMetadataBytes", "16 KiB"),
    ("calls at once on one connection", "runtime/ops/daemon.cc", "kMaxStreams", "256"),
    ("open streams of a daemon", "runtime/rpc/shell.h", "max_streams", "64"),
    ("requests above 64 KiB that are in memory at once", "runtime/rpc/shell.h", "max_request_memory", "256 MiB"),
    ("calls of one caller in a second, items of `SubmitResponses` among them", "runtime/ops/caller_limits.h", "calls_per_second", "500"),
    ("calls of one caller at once", "runtime/ops/caller_limits.h", "calls_at_once", "128"),
    ("open streams of one caller", "runtime/ops/caller_limits.h", "streams", "16"),
    ("types that a feed is kept to", "runtime/history/change_service.cc", "kMostTypes", "20"),
    ("access token", "runtime/auth/token.h", "kMaxTokenBytes", "12 KiB"),
    ("groups of a token", "runtime/auth/claims.h", "kMaxGroups", "200"),
    ("time of a call that is no stream", "runtime/rpc/shell.h", "max_duration", "60 seconds"),
    ("page", "runtime/rpc/page_token.h", "kMaxPageSize", "1,000 resources"),
    ("page", "runtime/resource/tx.h", "kMaxPageBytes", "2 MiB"),
    ("page", "runtime/resource/tx.h", "kMaxRowsScanned", "10,000 looked at"),
    ("filter", "runtime/filter/filter.h", "kMaxBytes", "2,000 bytes"),
    ("filter", "runtime/filter/filter.h", "kMaxComparisons", "50 comparisons"),
    ("field mask", "runtime/schema/fields.h", "kMaxMaskPaths", "100 paths"),
    ("filter", "runtime/filter/filter.h", "kMaxDepth", "16 deep"),
    ("id", "runtime/types/resource_name.cc", "kMaxIdLength", "63 characters"),
    ("text", "runtime/types/text.h", "kMaxVariants", "16 wordings"),
    ("text", "runtime/types/text.h", "kMaxVariantBytes", "8,192 bytes"),
    ("external ids", "runtime/types/external_id.h", "kMaxExternalIds", "8,"),
    ("external ids", "runtime/types/external_id.h", "kMaxExternalIdBytes", "256 bytes"),
    ("text in an index", "runtime/resource/tx.h", "kMaxIndexedBytes", "512 bytes"),
    ("reason of a step", "runtime/schema/request.h", "kMaxReasonBytes", "1,000 bytes"),
    ("differences of two revisions", "runtime/history/diff.h", "kMostDifferences", "1,000"),
    ("resources that a page of `DiffStates` compares", "runtime/history/state_pages.h", "kMostCompared", "2,000"),
    ("changes in one message of a stream", "runtime/history/change_service.cc", "kStreamBatch", "200"),
    ("file", "runtime/blob/blob_rules.h", "kMaxBytes", "16 MiB"),
    ("file", "runtime/blob/blob_rules.h", "kMaxPieceBytes", "1 MiB"),
    ("file", "runtime/blob/blob_service.h", "kMax", "8 uploads"),
    ("exports and imports that wait", "runtime/jobs/job_queue.h", "kMaxWaiting", "16"),
    ("exports and imports of one caller that wait", "runtime/jobs/job_queue.h", "kMaxOfCaller", "4"),
    ("versions of reports that wait", "runtime/jobs/job_queue.h", "kMaxWaiting", "16"),
    ("versions of reports of one caller that wait", "runtime/jobs/job_queue.h", "kMaxOfCaller", "4"),
    ("versions of a report", "services/reporting/domain/version_rules.h", "kMaxVersions", "1,000"),
    ("time for which the other services are waited for when a version is made", "services/reporting/app/assembly.h", "kLongestGathering", "30 seconds"),
    ("files that `GetArtifact` sends at once", "services/reporting/api/artifact_stream.h", "kMaxAtOnce", "16"),
    ("piece of `GetArtifact`", "services/reporting/api/artifact_stream.h", "kPieceBytes", "64 KiB"),
    ("piece of `GetArtifact` that nobody reads", "services/reporting/api/artifact_stream.h", "kMaxStandstill", "60 seconds"),
    ("rows of an import", "services/engagement/app/transfer_kinds.h", "kMaxTransferRows", "50,000"),
    ("rows of an import", "services/engagement/app/import_run.cc", "kMaxTrialRows", "5,000"),
    ("rows of an import that refer to one another in a circle", "services/engagement/app/import_run.cc", "kMaxCircleRows", "5,000"),
    ("time of a trial", "services/engagement/app/transfer_run.h", "kMaxTrialTime", "10 seconds"),
    ("row of a table", "runtime/types/csv.h", "kMaxRecordBytes", "1 MiB"),
    ("faults in an import job", "services/engagement/app/import_plan.h", "kToldInJob", "100"),
    ("standstill of an upload or download", "runtime/blob/blob_service.h", "kMaxStandstill", "60 seconds"),
    ("message of `WatchChanges` that nobody reads", "runtime/history/change_service.h", "kMaxStandstill", "60 seconds"),
    ("tables of a call", "services/survey/analysis/tables/table_rules.h", "kMaxTablesOfACall", "500"),
    ("tables of a release", "services/survey/analysis/tables/release_rules.h", "kMaxReleaseTables", "2,000"),
    ("cells of a table", "services/survey/analysis/tables/table_rules.h", "kMaxTableCells", "10,000"),
    ("file as an answer", "services/survey/engine/file_rules.h", "kMaxFileBytes", "2 MiB"),
    ("file as an answer", "services/survey/engine/file_rules.h", "kMaxFileBytesInAll", "3 MiB"),
    ("message of `WatchCollection` that nobody reads", "services/survey/api/collection_watch.h", "kMaxStandstill", "60 seconds"),
    ("looks of `WatchCollection`", "runtime/watch/watchers.h", "kRecheck", "1 second"),
    ("waves in a message of `WatchCollection`", "services/survey/api/collection_watch.h", "kMaxWaves", "100,"),
    ("waves in a message of `WatchCollection`", "services/survey/api/collection_watch.h", "kMaxBytes", "1 MiB"),
    ("items in a message of `SubmitResponses`", "services/survey/api/submit_stream.h", "kMaxItems", "64"),
    ("items of a stream under way", "services/survey/api/submit_stream.h", "kMaxUnderWay", "256,"),
    ("items of a stream under way", "services/survey/api/submit_stream.h", "kMaxBytesUnderWay", "4 MiB"),
    ("standstill of `SubmitResponses`", "services/survey/api/submit_stream.h", "kMaxStandstill", "60 seconds"),
    ("piece of `ExportResponses`", "services/survey/api/export_stream.h", "kPieceBytes", "64 KiB"),
    ("piece of `ExportResponses` that nobody reads", "services/survey/api/export_stream.h", "kMaxStandstill", "60 seconds"),
    ("file of `ImportStudy`", "services/survey/app/study_exchange.h", "kMaxStudyFileBytes", "32 MiB"),
    ("file of `ImportStudy`", "services/survey/app/study_exchange.h", "kMaxStudyPieceBytes", "1 MiB"),
    ("file of `ImportStudy`", "services/survey/api/study_exchange_service.h", "kMostAtOnce", "2 files"),
    ("error", "runtime/rpc/grpc_status.h", "kMaxStatusBytes", "2 KiB"),
    ("error", "runtime/rpc/error.h", "kMaxListedViolations", "20 violations"),
)

_UNITS = {"KiB": 1 << 10, "MiB": 1 << 20}


def value_of(constant, source):
    """The value that a source gives a constant: a number, a product or a shift."""
    match = re.search(rf"\b{constant} = (?:absl::Seconds\()?(\d[\d']*)(?: (<<|\*) (\d+))?\)?;", source)
    if not match:
        return None
    first, operator, second = match.groups()
    first = int(first.replace("'", ""))
    return first << int(second) if operator == "<<" else first * int(second or 1)


def named_value(text):
    """The value that the guide means, for example `2 KiB` or `1,000 bytes`."""
    number, _, unit = text.partition(" ")
    return int(number.replace(",", "")) * _UNITS.get(unit, 1)


class Limits(unittest.TestCase):
    def test_values(self):
        self.assertEqual(value_of("kA", "int kA = 7;"), 7)
        self.assertEqual(value_of("kA", "int kA = 10'000;"), 10000)
        self.assertEqual(value_of("kA", "int kA = 2 << 20;"), 2 << 20)
        self.assertEqual(value_of("kA", "int kA = 16 * 1024;"), 16384)
        self.assertEqual(value_of("kA", "absl::Duration kA = absl::Seconds(60);"), 60)
        self.assertIsNone(value_of("kA", "int kAB = 7;"))
        self.assertEqual(named_value("2 KiB"), 2048)
        self.assertEqual(named_value("1,000 bytes"), 1000)
        self.assertEqual(named_value("8,"), 8)

    def test_guide(self):
        limits = tree.read("proto/README.md").partition("## Limits\n")[2].partition("\n## ")[0]
        rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", limits, re.MULTILINE))
        for row, path, constant, named in _LIMITS:
            with self.subTest(row=row, constant=constant):
                self.assertIn(named, rows[row])
                self.assertEqual(value_of(constant, tree.read(path)), named_value(named))


if __name__ == "__main__":
    unittest.main()
