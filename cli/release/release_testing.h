#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/fake_services.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"

// What the tests of releases and their tables share: a service in this process.
namespace lotse::cli {

// A service that knows one release. It takes each call, and keeps what it was asked.
struct FakeReleases : survey::v1alpha::ReleaseService::Service {
  survey::v1alpha::Release release;
  std::vector<survey::v1alpha::TableVariable> variables;  // one page each
  // What each table that is asked for becomes.
  survey::v1alpha::Table table;
  // From this many calls of Tabulate on, they are refused.
  size_t refused_after = 1000;
  survey::v1alpha::CheckReleaseResponse check;

  std::vector<survey::v1alpha::CreateReleaseRequest> creations;
  std::vector<survey::v1alpha::TabulateRequest> calls;
  std::vector<survey::v1alpha::FreezeReleaseRequest> freezes;
  std::vector<survey::v1alpha::Table> tables;  // of the release

  grpc::Status GetRelease(grpc::ServerContext*, const survey::v1alpha::GetReleaseRequest*,
                          survey::v1alpha::Release* reply) override {
    *reply = release;
    return grpc::Status::OK;
  }
  grpc::Status CreateRelease(grpc::ServerContext*, const survey::v1alpha::CreateReleaseRequest* q,
                             survey::v1alpha::Release* reply) override {
    creations.push_back(*q);
    *reply = release;
    return grpc::Status::OK;
  }
  grpc::Status Tabulate(grpc::ServerContext*, const survey::v1alpha::TabulateRequest* q,
                        survey::v1alpha::TabulateResponse* reply) override {
    if (calls.size() >= refused_after) {
      return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "answers were erased");
    }
    calls.push_back(*q);
    for (const auto& spec : q->tables()) {
      table.mutable_spec()->CopyFrom(spec);
      *reply->add_tables() = table;
      tables.push_back(table);
    }
    release.set_table_count(static_cast<int>(tables.size()));
    release.set_etag(absl::StrCat(1 + calls.size()));
    return grpc::Status::OK;
  }
  grpc::Status FreezeRelease(grpc::ServerContext*, const survey::v1alpha::FreezeReleaseRequest* q,
                             survey::v1alpha::Release* reply) override {
    freezes.push_back(*q);
    release.set_state(survey::v1alpha::Release::STATE_FROZEN);
    release.set_tables_sha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    release.mutable_freeze_time()->set_seconds(1'790'000'000);
    *reply = release;
    return grpc::Status::OK;
  }
  grpc::Status CheckRelease(grpc::ServerContext*, const survey::v1alpha::CheckReleaseRequest*,
                            survey::v1alpha::CheckReleaseResponse* reply) override {
    *reply = check;
    return grpc::Status::OK;
  }
  grpc::Status GetReleasedTable(grpc::ServerContext*,
                                const survey::v1alpha::GetReleasedTableRequest* q,
                                survey::v1alpha::ReleasedTable* reply) override {
    for (size_t i = 0; i < tables.size(); ++i) {
      Fill(i, reply);
      if (reply->name() == q->name()) return grpc::Status::OK;
    }
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "there is no such table");
  }
  // A page is one table.
  grpc::Status ListReleasedTables(grpc::ServerContext*,
                                  const survey::v1alpha::ListReleasedTablesRequest* q,
                                  survey::v1alpha::ListReleasedTablesResponse* reply) override {
    const size_t number = q->page_token().empty() ? 0 : std::stoul(q->page_token());
    if (number < tables.size()) Fill(number, reply->add_tables());
    if (number + 1 < tables.size()) reply->set_next_page_token(absl::StrCat(number + 1));
    return grpc::Status::OK;
  }
  grpc::Status ListVariables(grpc::ServerContext*, const survey::v1alpha::ListVariablesRequest* q,
                             survey::v1alpha::ListVariablesResponse* reply) override {
    const size_t number = q->page_token().empty() ? 0 : std::stoul(q->page_token());
    if (number < variables.size()) *reply->add_variables() = variables[number];
    if (number + 1 < variables.size()) reply->set_next_page_token(absl::StrCat(number + 1));
    return grpc::Status::OK;
  }
  void Fill(size_t number, survey::v1alpha::ReleasedTable* reply) const {
    reply->set_name(absl::StrCat(release.name(), "/tables/", absl::StrFormat("t%04d", number + 1)));
    *reply->mutable_table() = tables[number];
  }
};

class ReleaseTest : public ::testing::Test {
 protected:
  static constexpr char kRelease[] = "programmes/p/engagements/e/surveys/s/waves/w/releases/rat";

  ReleaseTest() {
    Parse(R"pb(title { variants { language: "de" text: "Für den Rat" } }
               audience: AUDIENCE_PUBLIC
               minimum_base: 10
               minimum_cell: 5
               break_variables: "A"
               state: STATE_OPEN
               responses: 213
               etag: "1")pb",
          &services_.release);
    services_.release.set_name(kRelease);
    for (const char* variable : {R"pb(code: "G"
                                      kind: KIND_SINGLE
                                      question { variants { language: "de" text: "Geschlecht" } }
                                      categories {
                                        code: "w"
                                        label { variants { language: "de" text: "weiblich" } }
                                      }
                                      categories {
                                        code: "m"
                                        label { variants { language: "de" text: "männlich" } }
                                      }
                                      categories { kind: KIND_NO_ANSWER }
                                      special_category: true)pb",
                                 R"pb(code: "A"
                                      kind: KIND_SINGLE
                                      question { variants { language: "de" text: "Amt" } }
                                      categories {
                                        code: "b"
                                        label { variants { language: "de" text: "Bauamt" } }
                                      }
                                      categories {
                                        code: "s"
                                        label { variants { language: "de" text: "Soziales" } }
                                      }
                                      conditional: true)pb"}) {
      survey::v1alpha::TableVariable parsed;
      Parse(variable, &parsed);
      services_.variables.push_back(parsed);
    }
    Parse(R"pb(base: 213
               rows {
                 code: "w"
                 label { variants { language: "de" text: "weiblich" } }
               }
               rows {
                 code: "m"
                 label { variants { language: "de" text: "männlich" } }
               }
               layers {
                 rows {
                   cells {
                     count: 110
                     column_share { number { value: "51.6" } }
                   }
                 }
                 rows { cells { protected {} } }
                 totals { count: 213 }
               })pb",
          &services_.table);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&services_);
    server_ = builder.BuildAndStart();
  }
  ~ReleaseTest() override { server_->Shutdown(); }

  template <class Message>
  static void Parse(const char* text, Message* message) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message)) << text;
  }

  CliResult Run(std::vector<std::string> words) {
    words.push_back(absl::StrCat("--survey=127.0.0.1:", port_));
    return RunCli(words);
  }

  FakeReleases services_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lotse::cli
