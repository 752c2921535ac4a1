#include "tests/perf/bare_create.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "runtime/resource/store.h"
#include "sql/resource_schema.h"
#include "tests/perf/bare.h"
#include "tests/perf/kernel_server.h"

namespace lotse::perf {
namespace {

void CreateOne(Bare& bare, int number, const std::string& content) {
  const std::string name = absl::StrFormat("programmes/p%07d", number);
  const std::string hash(32, 'h'), salt(16, 's');
  const auto text = &Bare::Text;
  bare.Run("GetResource", {text(""), Bare::Number(1), text(name)});
  for (const int field : {4, 5}) {
    bare.Run("InsertFieldValue", {text(""), Bare::Number(1), Bare::Number(field),
                                  text("2026-01-01"), text(name), Bare::Number(0)});
  }
  bare.Run("InsertResource", {text(""), Bare::Number(1), text(name), Bare::Bytes(content),
                              Bare::Number(1), Bare::Number(0)});
  bare.Run("GetHead", {text(name)});
  bare.Run("InsertChange", {text(name), Bare::Number(1), text(name), text("CREATE"), text("local"),
                            text(""), text(""), Bare::Number(1), Bare::Number(1764000000000000),
                            Bare::Bytes(hash), Bare::Bytes(hash)});
  bare.Run("InsertChangeContent",
           {text(name), Bare::Number(1), Bare::Bytes(salt), text(""), Bare::Bytes(content)});
  bare.Run("SetHead", {text(name), Bare::Number(1), Bare::Bytes(hash)});
}

}  // namespace

double BareCreatesPerSecond(const std::string& path, int creates, int batch) {
  Bare bare(path, resource::StoreStatements());
  bare.Exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = 0");
  for (const auto& file : resource_schema) bare.Exec(file.text);
  const std::string content = SampleProgramme().SerializeAsString();
  const absl::Time start = absl::Now();
  for (int number = 0; number < creates;) {
    bare.Exec("BEGIN IMMEDIATE");
    for (int i = 0; i < batch && number < creates; ++i, ++number) {
      bare.Exec("SAVEPOINT job");
      CreateOne(bare, number, content);
      bare.Exec("RELEASE job");
    }
    bare.Exec("COMMIT");
  }
  return creates / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace lotse::perf
