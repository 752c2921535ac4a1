"""The dependency rule holds, and its check can fail."""

import unittest

import includes
import tree

# (path, included name, whether it may)
_CASES = (
    # Order inside a service.
    ("services/survey/main.cc", "services/survey/api/survey_api.h", True),
    ("services/survey/api/survey_api.cc", "services/survey/app/survey_app.h", True),
    ("services/survey/app/survey_app.cc", "services/survey/domain/wave_rules.h", True),
    ("services/survey/app/survey_app.cc", "services/survey/responses/store.h", True),
    ("services/survey/app/survey_app.cc", "services/survey/api/survey_api.h", False),
    ("services/survey/responses/store.cc", "services/survey/api/survey_api.h", False),
    ("services/survey/domain/wave_rules.cc", "services/survey/app/survey_app.h", False),
    ("services/survey/domain/wave_rules_test.cc", "services/survey/api/survey_api.h", False),
    # Services, runtime and command line.
    ("services/survey/app/a.cc", "services/engagement/domain/b.h", False),
    ("services/survey/domain/a_test.cc", "services/engagement/domain/b.h", False),
    ("services/survey/app/a.cc", "cli/table.h", False),
    ("runtime/resource/a.cc", "services/engagement/domain/b.h", False),
    ("runtime/rpc/a_test.cc", "cli/b.h", False),
    ("cli/main.cc", "services/engagement/domain/b.h", False),
    ("cli/mapping.cc", "services/survey/engine/question_tree.h", False),
    ("cli/form/check.cc", "services/survey/engine/instrument_rules.h", True),
    ("cli/form/check.cc", "services/survey/app/use_cases.h", False),
    ("cli/form/check.cc", "services/engagement/domain/b.h", False),
    ("cli/main.cc", "runtime/ops/log.h", True),
    ("tests/process/a_test.cc", "services/survey/app/b.h", True),
    # Pure rules.
    ("services/survey/engine/a.cc", "vector", True),
    ("services/survey/engine/a.cc", "absl/status/statusor.h", True),
    ("services/survey/engine/a.cc", "lotse/survey/v1alpha/survey.pb.h", True),
    ("services/survey/engine/a.cc", "google/protobuf/util/message_differencer.h", True),
    ("services/survey/engine/a.cc", "services/survey/domain/b.h", True),
    ("services/survey/engine/a.cc", "runtime/rpc/field_violation.h", True),
    ("services/survey/engine/a.cc", "runtime/types/text.h", True),
    ("services/survey/engine/a.cc", "runtime/rpc/shell.h", False),
    ("runtime/types/text.cc", "absl/strings/str_cat.h", True),
    ("runtime/types/canonical_json.cc", "openssl/evp.h", True),
    ("runtime/rpc/error.cc", "openssl/evp.h", False),
    ("runtime/types/text.cc", "runtime/sql/database.h", False),
    ("runtime/rpc/error.cc", "runtime/rpc/shell.h", False),
    ("runtime/rpc/error.cc", "grpcpp/grpcpp.h", False),
    ("services/survey/engine/a.cc", "runtime/sql/database.h", False),
    ("services/survey/engine/a.cc", "chrono", True),
    ("services/survey/engine/a.cc", "ctime", False),
    ("services/survey/engine/a.cc", "fstream", False),
    ("services/survey/engine/a.cc", "sys/stat.h", False),
    ("services/survey/engine/a.cc", "unistd.h", False),
    ("services/survey/engine/a.cc", "absl/time/clock.h", False),
    ("services/survey/engine/a.cc", "absl/time/time.h", True),
    ("services/survey/engine/a.cc", "lotse/survey/v1alpha/survey_service.grpc.pb.h", False),
    ("services/survey/engine/a.cc", "lotse/survey/v1alpha/survey_service.pb.h", True),
    ("services/survey/engine/a.cc", "re2/re2.h", False),
    ("services/survey/engine/a_test.cc", "fstream", True),
    ("services/survey/qualitative/text/a.cc", "vector", True),
    ("services/survey/qualitative/text/a.cc", "runtime/sql/database.h", False),
    ("services/survey/qualitative/transcript/a.cc", "fstream", False),
    ("services/survey/qualitative/transcript/a.cc", "services/survey/exchange/b.h", True),
    # Libraries in their places.
    ("services/survey/qualitative/text/folded.cc", "unicode/normalizer2.h", True),
    ("services/survey/qualitative/text/selection.cc", "unicode/unistr.h", False),
    ("services/survey/qualitative/transcript/docx_paragraphs.cc", "pugixml.hpp", True),
    ("services/survey/qualitative/transcript/cue_text.cc", "pugixml.hpp", False),
    ("services/survey/qualitative/transcript/markdown_transcript.cc", "cmark-gfm.h", True),
    ("services/survey/qualitative/transcript/cue_text.cc", "cmark-gfm.h", False),
    ("services/survey/qualitative/rules/a.cc", "runtime/sql/database.h", False),
    ("services/survey/qualitative/foreign/a.cc", "runtime/sql/database.h", False),
    ("services/survey/qualitative/rules/a.cc", "services/survey/domain/b.h", True),
    ("services/survey/qualitative/material/a.cc", "runtime/sql/database.h", True),
    ("services/survey/qualitative/text/name_words.cc", "unicode/normalizer2.h", True),
    ("services/survey/qualitative/rules/quote_rules.cc", "unicode/normalizer2.h", False),
    ("services/survey/exchange/quexml.cc", "pugixml.hpp", True),
    ("services/survey/engine/a.cc", "pugixml.hpp", False),
    ("services/survey/exchange/archive/zip_archive.cc", "minizip/unzip.h", True),
    ("services/survey/exchange/tables/xlsx_reader.cc", "minizip/unzip.h", False),
    ("services/survey/exchange/tables/xlsx_writer.cc", "xlsxwriter.h", True),
    ("services/survey/exchange/xlsform/xlsform_writer.cc", "xlsxwriter.h", False),
    ("services/survey/exchange/export/sav_file.cc", "readstat.h", True),
    ("runtime/types/zip_stream.h", "zlib.h", True),
    ("runtime/types/csv_text.h", "zlib.h", False),
    ("services/survey/exchange/export/csv_file.cc", "zlib.h", False),
    ("services/reporting/render/workbook.cc", "xlsxwriter.h", True),
    ("services/reporting/render/html.cc", "xlsxwriter.h", False),
    ("services/reporting/render/workbook_parts.cc", "minizip/unzip.h", True),
    ("services/reporting/render/workbook_parts.cc", "pugixml.hpp", True),
    ("services/reporting/render/workbook.cc", "minizip/unzip.h", False),
    ("services/reporting/render/html.cc", "pugixml.hpp", False),
    ("services/survey/engine/a.cc", "zlib.h", False),
    ("services/survey/app/export.cc", "zlib.h", False),
    ("services/survey/app/export.cc", "readstat.h", False),
    ("services/survey/app/a.cc", "pugixml.hpp", False),
    ("services/survey/analysis/suppression/a.cc", "coin/Clp_C_Interface.h", True),
    ("services/survey/analysis/tabulate.cc", "coin/Clp_C_Interface.h", False),
    ("services/survey/analysis/statistics/distributions.cc", "boost/math/distributions/normal.hpp", True),
    ("services/survey/analysis/statistics/distributions.cc", "boost/asio.hpp", False),
    ("services/survey/analysis/statistics/moments.cc", "boost/math/distributions/normal.hpp", False),
    ("runtime/types/a.cc", "boost/math/distributions/normal.hpp", False),
    ("services/reporting/document/message.cc", "unicode/messagepattern.h", True),
    ("services/reporting/document/message.h", "unicode/unistr.h", False),
    ("services/reporting/document/message_test.cc", "unicode/plurrule.h", True),
    ("services/reporting/render/html.cc", "unicode/unistr.h", False),
    ("services/reporting/document/common_mark.h", "cmark-gfm.h", True),
    ("services/reporting/document/blocks.cc", "cmark-gfm.h", False),
    ("services/reporting/render/html.cc", "cmark-gfm.h", False),
    ("services/reporting/app/reports.cc", "cmark-gfm.h", False),
    ("services/reporting/document/usual/usual_templates.cc", "data/report_templates.h", True),
    ("services/reporting/document/canonical.cc", "openssl/evp.h", True),
    ("services/reporting/render/html.cc", "openssl/evp.h", False),
    ("services/survey/app/a.cc", "openssl/rand.h", False),
    ("runtime/history/change_log.cc", "openssl/rand.h", True),
    ("runtime/blob/streams.cc", "openssl/evp.h", True),
    ("runtime/auth/public_key.cc", "openssl/evp.h", True),
    ("runtime/auth/fetch.cc", "curl/curl.h", True),
    ("runtime/sql/writer.cc", "curl/curl.h", False),
    ("services/reporting/follow/feed_follower.cc", "prometheus/gauge.h", True),
    ("services/reporting/app/a.cc", "prometheus/gauge.h", False),
    ("services/reporting/follow/a.cc", "grpcpp/grpcpp.h", False),
    ("services/reporting/sources/a.cc", "curl/curl.h", False),
    ("runtime/auth/token.cc", "grpcpp/grpcpp.h", False),
    ("runtime/ops/pem.cc", "openssl/x509.h", True),
    ("runtime/resource/a.cc", "openssl/sha.h", False),
    ("runtime/filter/a.cc", "openssl/sha.h", False),
    ("services/survey/api/a.h", "lotse/survey/v1alpha/survey_service.grpc.pb.h", True),
    ("services/reporting/sources/a.h", "lotse/survey/v1alpha/survey_service.grpc.pb.h", True),
    ("services/survey/app/a.h", "lotse/survey/v1alpha/survey_service.grpc.pb.h", False),
    ("services/survey/main.cc", "lotse/survey/v1alpha/survey_service.grpc.pb.h", False),
    ("services/survey/app/a.h", "grpcpp/grpcpp.h", False),
    ("services/survey/main.cc", "grpcpp/grpcpp.h", True),
    ("services/survey/responses/a.cc", "SQLiteCpp/SQLiteCpp.h", False),
    ("runtime/resource/a.cc", "sqlite3.h", False),
    ("runtime/sql/database.cc", "sqlite3.h", True),
    # The runtime: what is pure, and what knows gRPC.
    ("runtime/schema/address.h", "absl/time/time.h", True),
    ("runtime/schema/schema.cc", "google/protobuf/dynamic_message.h", True),
    ("runtime/schema/fields.cc", "runtime/filter/value.h", True),
    ("runtime/schema/request.cc", "absl/time/clock.h", False),
    ("runtime/schema/request.cc", "runtime/sql/connection.h", False),
    ("runtime/schema/request.cc", "runtime/resource/tx.h", False),
    ("runtime/schema/request.cc", "grpcpp/grpcpp.h", False),
    ("runtime/indicators/readings.cc", "lotse/engagement/v1alpha/indicator.pb.h", True),
    ("runtime/indicators/readings.cc", "services/engagement/domain/achievement.h", False),
    ("runtime/indicators/readings.cc", "runtime/sql/connection.h", False),
    ("runtime/indicators/readings.cc", "lotse/engagement/v1alpha/indicator_service.grpc.pb.h", False),
    ("services/reporting/document/plan/a.cc", "runtime/indicators/readings.h", True),
    ("runtime/filter/filter.cc", "runtime/types/utf8.h", True),
    ("runtime/filter/filter.cc", "absl/time/clock.h", False),
    ("runtime/filter/filter.cc", "runtime/sql/connection.h", False),
    ("runtime/filter/filter.cc", "SQLiteCpp/SQLiteCpp.h", False),
    ("runtime/filter/filter.cc", "lotse/survey/v1alpha/survey_service.grpc.pb.h", False),
    ("services/survey/domain/a.cc", "runtime/schema/address.h", True),
    ("services/survey/domain/a.cc", "runtime/filter/filter.h", True),
    ("runtime/resource/api.cc", "grpcpp/grpcpp.h", True),
    ("runtime/resource/kernel.h", "runtime/rpc/shell.h", True),
    ("runtime/resource/tx.cc", "grpcpp/grpcpp.h", False),
    ("runtime/resource/tx.h", "runtime/rpc/shell.h", False),
    ("runtime/resource/store.cc", "runtime/resource/api.h", False),
    ("runtime/resource/tx.h", "runtime/rpc/page_token.h", True),
    ("runtime/resource/api_test.cc", "grpcpp/grpcpp.h", True),
    ("runtime/history/change_service.h", "lotse/type/v1alpha/change_service.grpc.pb.h", True),
    ("runtime/history/watch_stream.h", "grpcpp/grpcpp.h", True),
    ("runtime/history/feed.cc", "grpcpp/grpcpp.h", False),
    ("runtime/history/feed.h", "runtime/resource/api.h", False),
    ("runtime/history/change_log.h", "lotse/type/v1alpha/change_service.grpc.pb.h", False),
    ("runtime/blob/streams.cc", "grpcpp/grpcpp.h", True),
    ("runtime/blob/blob_rules.cc", "grpcpp/grpcpp.h", False),
    ("runtime/blob/blob_rules.cc", "runtime/blob/blob_service.h", False),
    ("runtime/sql/writer.cc", "grpcpp/grpcpp.h", False),
    ("runtime/sql/writer.cc", "runtime/rpc/grpc_status.h", False),
    ("runtime/resource/contract/harness.cc", "SQLiteCpp/SQLiteCpp.h", True),
    ("cli/store_read.cc", "runtime/sql/connection.h", True),
    ("services/survey/app/a.cc", "runtime/resource/api.h", False),
    ("services/survey/app/a.cc", "civetweb.h", False),
    ("services/survey/app/a.cc", "prometheus/counter.h", False),
    ("runtime/ops/call_metrics.h", "prometheus/counter.h", True),
)


class DependencyRule(unittest.TestCase):
    def test_check(self):
        for path, name, allowed in _CASES:
            with self.subTest(path=path, name=name):
                self.assertEqual(includes.violation(path, name) is None, allowed)

    def test_included_names(self):
        text = '#pragma once\n#include <vector>\n  #  include "a/b.h"\n// #include "c.h"\n'
        self.assertEqual(includes.included(text), ["vector", "a/b.h"])

    def test_clocks(self):
        clock = "auto now = std::chrono::system_clock::now();"
        day = "std::chrono::year_month_day day;"
        self.assertEqual(includes.clock_use("services/survey/engine/a.cc", clock), "system_clock")
        self.assertIsNone(includes.clock_use("services/survey/engine/a.cc", day))
        self.assertIsNone(includes.clock_use("services/survey/engine/a_test.cc", clock))
        self.assertIsNone(includes.clock_use("services/survey/app/a.cc", clock))

    def test_tree(self):
        found = [
            f"{path} includes {name}: {reason}"
            for path, text in tree.texts(".h", ".cc")
            for name in includes.included(text)
            if (reason := includes.violation(path, name))
        ]
        found += [
            f"{path} reads {clock}: pure rules are given the time"
            for path, text in tree.texts(".h", ".cc")
            if (clock := includes.clock_use(path, text))
        ]
        if found:
            self.fail("\n" + "\n".join(found))


if __name__ == "__main__":
    unittest.main()
