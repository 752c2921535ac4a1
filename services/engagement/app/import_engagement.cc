// An engagement that is brought back from its file.
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/request.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/codes.h"
#include "services/engagement/app/import_checks.h"
#include "services/engagement/app/import_plan.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/domain/violation.h"
#include "services/engagement/exchange/engagement_file.h"
#include "services/engagement/exchange/row_checks.h"
#include "services/engagement/exchange/row_order.h"

namespace lotse::engagement {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using resource::Schema;
using resource::Standard;
using resource::Tx;
using schema::Kind;
using v1alpha::TransferHead;

// Takes one line after the other off a text.
class LineReader {
 public:
  explicit LineReader(absl::string_view content) : rest_(content) {}

  bool AtEnd() const { return rest_.empty(); }
  int64_t line() const { return line_; }  // Of what Next gave.
  absl::string_view Next() {
    const size_t end = rest_.find('\n');
    absl::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end == absl::string_view::npos ? rest_.size() : end + 1);
    ++line_;
    return text;
  }

 private:
  absl::string_view rest_;
  int64_t line_ = 0;
};

bool FitsKind(const Kind& kind, const std::string& name) {
  for (const std::string& pattern : kind.patterns) {
    if (types::FitsName(pattern, name)) return true;
  }
  return false;
}

// What is wrong with a row before the store is asked.
absl::Status CheckRow(const Schema& schema, const std::string& engagement, const ReadLine& line) {
  const Kind* kind = schema.KindOf(line.resource->GetDescriptor());
  if (kind == nullptr || !IsTransferred(*kind)) {
    return Unreadable({"eine Ressource einer Art, die nicht importiert wird; weglassen",
                       "a resource of a kind that is not imported; leave it out"});
  }
  const std::string name = schema::TextIn(*line.resource, kind->name);
  const std::string field = absl::StrCat(kind->singular, ".name");
  if (!FitsKind(*kind, name))
    return rpc::InvalidFields({Violation(field, {"kein Name dieser Art; einen der Art angeben",
                                                 "not a name of this kind; give one of it"})});
  const absl::string_view owner = schema::OwnerOf(name);
  if (!line.outside && owner != engagement) {
    return rpc::InvalidFields(
        {Violation(field, {"liegt nicht in der Begleitung dieser Datei; weglassen",
                           "is not below the engagement of this file; leave it out"})});
  }
  if (line.outside && absl::StrContains(owner, "/engagements/")) {
    return rpc::InvalidFields(
        {Violation(field, {"gehört zu einer Begleitung; so etwas wird nicht mitgebracht, weglassen",
                           "belongs to an engagement; such are not brought along, leave it out"})});
  }
  if (resource::IsDeleted(*kind, *line.resource)) {
    return rpc::InvalidFields(
        {Violation(absl::StrCat(kind->singular, ".delete_time"),
                   {"ist gesetzt; Gelöschtes wird nicht zurückgebracht, weglassen",
                    "is set; what is deleted is not brought back, leave it out"})});
  }
  return absl::OkStatus();
}

// Decides rows, each from its line.
class Restoring {
 public:
  Restoring(const Schema* schema, const Standard* standard)
      : schema_(*schema), standard_(*standard) {}

  void AddText(absl::string_view text) { texts_.push_back(text); }

  absl::StatusOr<std::vector<Taken>> Take(Tx& tx, const std::vector<int>& group) const {
    std::vector<Taken> taken;
    std::vector<std::unique_ptr<Message>> missing;
    for (const int row : group) {
      absl::StatusOr<ReadLine> line = ParseEngagementLine(texts_[row]);
      if (!line.ok()) return line.status();
      const absl::StatusOr<bool> there = IsThere(tx, *line);
      if (!there.ok()) return there.status();
      taken.push_back(*there ? Taken::kUnchanged : Taken::kCreated);
      if (*there) continue;
      if (absl::Status s = CheckNew(tx, *line->resource); !s.ok()) return s;
      missing.push_back(std::move(line->resource));
    }
    std::vector<Message*> resources;
    for (const auto& resource : missing) resources.push_back(resource.get());
    if (absl::Status s = tx.Import(resources); !s.ok()) return s;
    // Once all of the group are there: they may refer to one another.
    for (const Message* resource : resources) {
      if (absl::Status s = CheckAmongOthers(tx, *resource); !s.ok()) return s;
    }
    return taken;
  }

 private:
  // RESOURCE_EXISTS if something else has the name of what is the engagement's own.
  absl::StatusOr<bool> IsThere(Tx& tx, const ReadLine& line) const {
    const Kind& kind = *schema_.KindOf(line.resource->GetDescriptor());
    const std::string name = schema::TextIn(*line.resource, kind.name);
    if (!tx.view().Knows(name)) return rpc::NotFound(name);
    const std::unique_ptr<Message> stored(line.resource->New());
    const absl::Status loaded = tx.Load(name, stored.get());
    if (absl::IsNotFound(loaded)) return false;
    if (!loaded.ok()) return loaded;
    // Whether a row says what is stored is told to those who may read it.
    if (!line.outside && !tx.view().Opens(kind.read, name)) {
      return rpc::PermissionMissing(kind.read);
    }
    if (resource::IsDeleted(kind, *stored)) return resource::WasDeleted(name);
    for (const auto* field : kind.computed) {
      line.resource->GetReflection()->ClearField(line.resource.get(), field);
    }
    if (line.outside || MessageDifferencer::Equals(*stored, *line.resource)) return true;
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      absl::StrCat(name, " exists with other content, which is not overwritten"),
                      {{"resource", name}});
  }

  absl::Status CheckNew(Tx& tx, const Message& resource) const {
    const Kind& kind = *schema_.KindOf(resource.GetDescriptor());
    const std::string name = schema::TextIn(resource, kind.name);
    if (absl::Status s = CheckMayRestore(tx, kind, name); !s.ok()) return s;
    if (absl::Status s = CheckTakesMore(tx, resource); !s.ok()) return s;
    if (absl::Status s = standard_.CheckAlone(resource); !s.ok()) return s;
    if (absl::Status s = rpc::InvalidFields(CheckRestored(kind, resource)); !s.ok()) return s;
    return CheckCodesExist(tx, resource);
  }

  const Schema& schema_;
  const Standard& standard_;
  std::vector<absl::string_view> texts_;
};

absl::StatusOr<TransferHead> ReadHead(LineReader* reader, const v1alpha::ImportJob& job) {
  absl::StatusOr<ReadLine> first = ParseEngagementLine(reader->Next());
  if (!first.ok() || first->resource != nullptr) {
    return Unreadable({"die erste Zeile ist kein Kopf; das ist keine Datei einer Begleitung",
                       "the first line is no head; this is no file of an engagement"});
  }
  rpc::FieldViolations violations = CheckHead(first->head);
  if (violations.empty() &&
      schema::ParentOf(first->head.engagement()) != schema::ParentOf(job.name())) {
    violations.push_back(Violation(
        "head.engagement", {"ist von einem anderen Programm; unterhalb des eigenen importieren",
                            "is of another programme; import it below its own"}));
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return std::move(first->head);
}

}  // namespace

absl::Status Unreadable(absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE, what);
}

absl::Status Unreadable(const rpc::Wording& what) {
  google::rpc::LocalizedMessage german;
  german.set_locale("de");
  german.set_message(what.de);
  absl::Status status = Unreadable(absl::string_view(what.en));
  status.SetPayload(absl::StrCat("type.googleapis.com/", german.GetDescriptor()->full_name()),
                    absl::Cord(german.SerializeAsString()));
  return status;
}

absl::StatusOr<ImportPlan> PlanEngagement(const Schema& schema, const Standard& standard,
                                          const v1alpha::ImportJob& job,
                                          absl::string_view content) {
  LineReader reader(content);
  const absl::StatusOr<TransferHead> head = ReadHead(&reader, job);
  if (!head.ok()) return head.status();
  ImportPlan plan;
  auto restoring = std::make_shared<Restoring>(&schema, &standard);
  std::vector<RowLinks> links;
  int64_t own = 0;
  while (!reader.AtEnd()) {
    const absl::string_view text = reader.Next();
    if (reader.line() > static_cast<int64_t>(kMaxTransferRows) + 1) {
      return Unreadable({"mehr als 50.000 Zeilen; auf mehrere Dateien verteilen",
                         "more than 50,000 rows; spread them over several files"});
    }
    const absl::StatusOr<ReadLine> line = ParseEngagementLine(text);
    absl::Status status = line.ok() ? absl::OkStatus() : Unreadable(line.status().message());
    if (status.ok() && line->resource == nullptr)
      status = Unreadable({"ein zweiter Kopf; weglassen", "a second head; leave it out"});
    if (status.ok()) status = CheckRow(schema, head->engagement(), *line);
    if (!status.ok()) {
      ++plan.unreadable;
      plan.faults.Add(FaultsOf(status, reader.line(), ""));
      continue;
    }
    own += line->outside ? 0 : 1;
    links.push_back(LinksOf(*schema.KindOf(line->resource->GetDescriptor()), *line->resource));
    if (links.back().name == head->engagement() && plan.root < 0) {
      plan.root = static_cast<int>(plan.rows.size());
    }
    plan.rows.push_back({reader.line(), links.back().name});
    restoring->AddText(text);
  }
  // A line that cannot be read may have been of either sort.
  const int64_t missing = head->own_count() - own;
  if (reader.line() - 1 != head->own_count() + head->outside_count() || missing < 0 ||
      missing > plan.unreadable) {
    return Unreadable(
        {"nicht so viele Zeilen, wie der Kopf sagt; die Datei wurde abgeschnitten oder "
         "zusammengesetzt",
         "not as many lines as the head says; the file was cut off or put together"});
  }
  if (plan.root < 0)
    return Unreadable({"die Begleitung selbst ist nicht in der Datei; sie gehört dazu",
                       "the engagement itself is not in the file; it belongs there"});
  plan.groups = OrderRows(links);
  plan.take = [restoring](Tx& tx, const std::vector<int>& group) {
    return restoring->Take(tx, group);
  };
  return plan;
}

}  // namespace lotse::engagement
