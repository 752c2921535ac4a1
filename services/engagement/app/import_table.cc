// A table of one kind: each row is created or updated as the methods of the kind do it.
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/request.h"
#include "runtime/types/csv.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/import_plan.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/domain/violation.h"
#include "services/engagement/exchange/row_order.h"
#include "services/engagement/exchange/table_form.h"

namespace lotse::engagement {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using resource::Standard;
using resource::Tx;
using schema::Kind;
using schema::Method;
using types::CsvReader;

// Decides rows, each read again from its place in the file.
class Table {
 public:
  Table(const resource::Schema* schema, const Standard* standard, const Kind* kind,
        std::string owner, absl::string_view content)
      : standard_(*standard),
        kind_(*kind),
        create_(MethodFor(*schema, *kind, Method::Verb::kCreate)),
        update_(MethodFor(*schema, *kind, Method::Verb::kUpdate)),
        owner_(std::move(owner)),
        form_(*kind),
        reader_(content) {}

  absl::StatusOr<ImportPlan> Plan();
  absl::StatusOr<std::vector<Taken>> Take(Tx& tx, int row);

 private:
  // The name in a row; that of a resource right below the owner may be its id alone.
  std::string NameIn(const TableForm::Cells& cells) const;
  absl::Status CheckName(const std::string& name) const;
  absl::StatusOr<Taken> Create(Tx& tx, const std::string& name, const TableForm::Cells& cells);
  absl::StatusOr<Taken> Update(Tx& tx, const Message& stored, const TableForm::Cells& cells);
  absl::StatusOr<Taken> Run(Tx& tx, const Method& method, const Message& request, Taken taken,
                            Message* reply);
  std::unique_ptr<Message> RequestOf(const Method& method, Message* resource) const;

  const Standard& standard_;
  const Kind& kind_;
  const Method* const create_;
  const Method* const update_;
  const std::string owner_;
  const TableForm form_;
  CsvReader reader_;
  TableForm::Layout layout_;
  std::vector<CsvReader::Place> places_;
};

std::string Table::NameIn(const TableForm::Cells& cells) const {
  const std::string name = form_.NameIn(layout_, cells);
  const std::string& pattern = kind_.patterns[0];
  const size_t end = pattern.rfind('/');
  const absl::string_view collection =
      absl::string_view(pattern).substr(pattern.rfind('/', end - 1) + 1);
  const bool right_below = ParentsBelow(kind_, owner_) == owner_;
  if (name.empty() || absl::StrContains(name, '/') || !right_below) return name;
  return absl::StrCat(owner_, "/", collection.substr(0, collection.find('/')), "/", name);
}

absl::Status Table::CheckName(const std::string& name) const {
  bool fits = false;
  for (const std::string& pattern : kind_.patterns) fits |= types::FitsName(pattern, name);
  const absl::string_view of = schema::OwnerOf(name);
  if (fits && (of == name ? schema::ParentOf(name) : of) == owner_) return absl::OkStatus();
  return rpc::InvalidFields({Violation(
      absl::StrCat(kind_.singular, ".name"),
      {"ist kein Name dieser Sammlung unterhalb des parent des Imports; einen solchen angeben",
       "is no name of this collection below the parent of the import; give one"})});
}

absl::StatusOr<ImportPlan> Table::Plan() {
  TableForm::Cells cells;
  if (absl::Status s = reader_.Next(&cells); !s.ok()) return Unreadable(s.message());
  absl::StatusOr<TableForm::Layout> layout = form_.ReadHeader(cells);
  if (!layout.ok()) return layout.status();
  layout_ = *std::move(layout);
  ImportPlan plan;
  std::vector<RowLinks> links;
  const std::unique_ptr<Message> resource(kind_.prototype->New());
  while (!reader_.AtEnd()) {
    const CsvReader::Place place = reader_.place();
    const absl::Status read = reader_.Next(&cells);
    if (absl::IsResourceExhausted(read)) {
      ++plan.unreadable;
      plan.faults.Add(FaultsOf(Unreadable(read.message()), place.line, ""));
      continue;
    }
    if (!read.ok()) return Unreadable(read.message());
    if (cells.size() == 1 && cells[0].text.empty() && layout_.size() > 1) continue;
    if (places_.size() == kMaxTransferRows)
      return Unreadable({"mehr als 50.000 Zeilen; auf mehrere Dateien verteilen",
                         "more than 50,000 rows; spread them over several files"});
    places_.push_back(place);
    const std::string name = NameIn(cells);
    plan.rows.push_back({place.line, name});
    resource->Clear();
    form_.Apply(layout_, cells, resource.get());  // What is wrong is told when it is taken.
    resource->GetReflection()->SetString(resource.get(), kind_.name, name);
    links.push_back(LinksOf(kind_, *resource));
  }
  // What refers to one another in a circle cannot be made row by row: the methods refuse it.
  for (const std::vector<int>& group : OrderRows(links)) {
    for (const int row : group) plan.groups.push_back({row});
  }
  return plan;
}

absl::StatusOr<std::vector<Taken>> Table::Take(Tx& tx, int row) {
  reader_.GoTo(places_[row]);
  TableForm::Cells cells;
  if (absl::Status s = reader_.Next(&cells); !s.ok()) return Unreadable(s.message());
  const std::string name = NameIn(cells);
  if (absl::Status s = CheckName(name); !s.ok()) return s;
  if (!tx.view().Knows(name)) return rpc::NotFound(name);
  const std::unique_ptr<Message> stored(kind_.prototype->New());
  const absl::Status loaded = tx.Load(name, stored.get());
  if (!loaded.ok() && !absl::IsNotFound(loaded)) return loaded;
  const absl::StatusOr<Taken> taken =
      loaded.ok() ? Update(tx, *stored, cells) : Create(tx, name, cells);
  if (!taken.ok()) return taken.status();
  return std::vector<Taken>{*taken};
}

std::unique_ptr<Message> Table::RequestOf(const Method& method, Message* resource) const {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  std::unique_ptr<Message> request(factory->GetPrototype(method.descriptor->input_type())->New());
  request->GetReflection()->MutableMessage(request.get(), method.resource)->CopyFrom(*resource);
  return request;
}

absl::StatusOr<Taken> Table::Run(Tx& tx, const Method& method, const Message& request, Taken taken,
                                 Message* reply) {
  const size_t written = tx.written().size();
  if (absl::Status s = standard_.Run(tx, method, request, reply); !s.ok()) return s;
  return tx.written().size() > written ? taken : Taken::kUnchanged;
}

absl::StatusOr<Taken> Table::Create(Tx& tx, const std::string& name,
                                    const TableForm::Cells& cells) {
  if (create_ == nullptr)
    return Unreadable({"Ressourcen dieser Art legt keine Tabelle an; die Methode dafür verwenden",
                       "resources of this kind are not created by a table; use the method for it"});
  const std::string parent(schema::ParentOf(name));
  if (absl::Status s = CheckMay(tx, *create_, parent); !s.ok()) return s;
  const std::unique_ptr<Message> wanted(kind_.prototype->New());
  if (absl::Status s = rpc::InvalidFields(form_.Apply(layout_, cells, wanted.get())); !s.ok()) {
    return s;
  }
  const std::unique_ptr<Message> request = RequestOf(*create_, wanted.get());
  const auto* reflection = request->GetReflection();
  if (create_->parent != nullptr) reflection->SetString(request.get(), create_->parent, parent);
  reflection->SetString(request.get(), create_->id, name.substr(name.rfind('/') + 1));
  const std::unique_ptr<Message> created(kind_.prototype->New());
  absl::StatusOr<Taken> taken = Run(tx, *create_, *request, Taken::kCreated, created.get());
  if (!taken.ok()) return taken;
  // Else a row would seem to be taken that says something else than what is there by now.
  const absl::Status same = rpc::InvalidFields(form_.CheckServerSet(layout_, cells, *created));
  return same.ok() ? taken : same;
}

absl::StatusOr<Taken> Table::Update(Tx& tx, const Message& stored, const TableForm::Cells& cells) {
  const std::string name = schema::TextIn(stored, kind_.name);
  // Whether a row says what is stored is told to those who may read it.
  if (!tx.view().Opens(kind_.read, name)) return rpc::PermissionMissing(kind_.read);
  if (resource::IsDeleted(kind_, stored)) return resource::WasDeleted(name);
  const std::unique_ptr<Message> wanted(kind_.prototype->New());
  wanted->CopyFrom(stored);
  rpc::FieldViolations violations = form_.Apply(layout_, cells, wanted.get());
  for (auto& violation : form_.CheckServerSet(layout_, cells, stored)) {
    violations.push_back(std::move(violation));
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (MessageDifferencer::Equals(stored, *wanted)) return Taken::kUnchanged;
  if (update_ == nullptr)
    return Unreadable({"Ressourcen dieser Art ändert keine Tabelle; die Methode dafür verwenden",
                       "resources of this kind are not changed by a table; use the method for it"});
  if (absl::Status s = CheckMay(tx, *update_, name); !s.ok()) return s;
  const std::string etag = form_.EtagIn(layout_, cells);
  if (!etag.empty()) wanted->GetReflection()->SetString(wanted.get(), kind_.etag, etag);
  const std::unique_ptr<Message> request = RequestOf(*update_, wanted.get());
  google::protobuf::FieldMask mask;
  // Not as a literal, of which GCC 12 warns wrongly with optimization (its bug 105651).
  mask.add_paths(std::string(1, '*'));
  request->GetReflection()->MutableMessage(request.get(), update_->update_mask)->CopyFrom(mask);
  const std::unique_ptr<Message> updated(kind_.prototype->New());
  return Run(tx, *update_, *request, Taken::kUpdated, updated.get());
}

}  // namespace

absl::StatusOr<ImportPlan> PlanTable(const resource::Schema& schema, const Standard& standard,
                                     const v1alpha::ImportJob& job, absl::string_view content) {
  if (absl::Status s = types::CheckCsvText(content); !s.ok()) return Unreadable(s.message());
  const std::string owner(schema::ParentOf(job.name()));
  const Kind* kind = KindOfCollection(schema, owner, job.collection());
  if (kind == nullptr) return absl::InternalError("the collection was checked before");
  auto table = std::make_shared<Table>(&schema, &standard, kind, owner, content);
  absl::StatusOr<ImportPlan> plan = table->Plan();
  if (!plan.ok()) return plan;
  plan->take = [table](Tx& tx, const std::vector<int>& group) {
    return table->Take(tx, group.front());
  };
  return plan;
}

}  // namespace lotse::engagement
