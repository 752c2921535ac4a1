#include "cli/store_fixture.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::Programme;

constexpr sql::EmbeddedFile kAnswerTable = {
    "0001_answer.sql", "CREATE TABLE answer (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;"};
constexpr sql::EmbeddedFile kAnswerQueries = {
    "answer.sql",
    "-- name: Insert\nINSERT INTO answer VALUES ($1, 'secret answer');\n"
    "-- name: Delete\nDELETE FROM answer WHERE id <> $1;\n"};

}  // namespace

StoreTest::StoreTest() : data_(folder_.path() + "/data") {
  std::filesystem::create_directory(data_);
  std::filesystem::permissions(data_, std::filesystem::perms::owner_all);
  Open();
  Create("vopi", "Öffnung \"Verwaltung\"");
  Create("other", "Other");
  Create("gone", "Gone");
  EXPECT_TRUE(Write([](resource::Tx& tx) {
                Programme programme;
                if (absl::Status s = tx.Load("programmes/vopi", &programme); !s.ok()) return s;
                programme.set_short_name("VOPI");
                return tx.Save("UPDATE", "a better name", &programme);
              }).ok());
  EXPECT_TRUE(Write([](resource::Tx& tx) {
                Programme programme;
                if (absl::Status s = tx.Load("programmes/gone", &programme); !s.ok()) return s;
                return tx.Delete(&programme);
              }).ok());
  const sql::Statements statements({kAnswerQueries});
  sql::Database::Options options;
  options.path = data_ + "/answers.db";
  options.journal = sql::Database::Journal::kTruncate;
  options.migrations = absl::MakeConstSpan(&kAnswerTable, 1);
  options.statements = &statements;
  const auto answers = sql::Database::Open(options);
  EXPECT_TRUE(answers.ok()) << answers.status();
  EXPECT_TRUE((*answers)
                  ->WriteAndWait([](sql::Connection& connection) {
                    for (int i = 0; i < 1000; ++i) {
                      connection.Prepare("Insert").Bind(1, absl::StrCat(i)).Run();
                    }
                    connection.Prepare("Delete").Bind(1, "7").Run();
                    return absl::OkStatus();
                  })
                  .ok());
}

void StoreTest::Open() {
  resource::Store::Options options;
  options.path = data_ + "/engagement.db";
  auto schema = schema::Schema::Compile(
      {engagement::v1alpha::GetProgrammeRequest::descriptor()->file()->service(0)->full_name(),
       // What programmes refer to.
       engagement::v1alpha::GetAdministrationRequest::descriptor()->file()->service(0)->full_name(),
       engagement::v1alpha::GetCodeListRequest::descriptor()->file()->service(0)->full_name(),
       engagement::v1alpha::GetPhaseTemplateRequest::descriptor()->file()->service(0)->full_name(),
       type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name(),
       type::v1alpha::ListChangesRequest::descriptor()->file()->service(0)->full_name()});
  ASSERT_TRUE(schema.ok()) << schema.status();
  options.schema = *std::move(schema);
  options.clock = [] { return absl::FromUnixSeconds(1795388400); };
  auto store = resource::Store::Open(std::move(options));
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

absl::Status StoreTest::Write(absl::FunctionRef<absl::Status(resource::Tx&)> work) {
  return store_->WriteAndWait({"anna", "consultant", ""}, work);
}

void StoreTest::Create(const std::string& id, const std::string& title) {
  Programme programme;
  programme.set_name("programmes/" + id);
  auto* text = programme.mutable_title()->add_variants();
  text->set_language("de");
  text->set_text(title);
  programme.set_engagement_months_limit(15);
  EXPECT_TRUE(Write([&](resource::Tx& tx) { return tx.Create(&programme); }).ok());
}

CliResult StoreTest::Run(std::vector<std::string> words) {
  words.insert(words.begin(), "store");
  words.push_back("--data=" + data_);
  return RunCli(words);
}

void StoreTest::Alter(const std::string& sql) {
  store_.reset();
  const sql::EmbeddedFile file = {"alter.sql", sql.c_str()};
  const sql::Statements statements({file});
  sql::Connection connection(data_ + "/engagement.db", SQLite::OPEN_READWRITE, &statements, "");
  EXPECT_GT(connection.Prepare("Alter").Run(), 0);
}

}  // namespace lotse::cli
