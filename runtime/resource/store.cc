#include "runtime/resource/store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/resource/output_only.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "sql/resource_queries.h"
#include "sql/resource_schema.h"

namespace lotse::resource {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const sql::Statements& ResourceStatements() {
  static const auto* statements = new sql::Statements(resource_queries[0].text);
  return *statements;
}

const FieldDescriptor* Field(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string NameOf(const Message& resource) {
  return resource.GetReflection()->GetString(resource, Field(resource, "name"));
}

void SetEtag(int64_t revision, Message* resource) {
  resource->GetReflection()->SetString(resource, Field(*resource, "etag"), absl::StrCat(revision));
}

std::string Content(Message* resource) {
  resource->GetReflection()->ClearField(resource, Field(*resource, "etag"));
  return resource->SerializeAsString();
}

absl::Status Parse(const std::string& content, int64_t revision, Message* resource) {
  if (!resource->ParseFromString(content)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a stored resource is damaged");
  }
  SetEtag(revision, resource);
  return absl::OkStatus();
}

bool SameRequest(const Message& stored, const Message& wanted) {
  std::unique_ptr<Message> a(stored.New());
  std::unique_ptr<Message> b(wanted.New());
  a->CopyFrom(stored);
  b->CopyFrom(wanted);
  ClearOutputOnly(a.get());
  ClearOutputOnly(b.get());
  return google::protobuf::util::MessageDifferencer::Equals(*a, *b);
}

}  // namespace

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp out;
  const int64_t micros = absl::ToUnixMicros(time);
  out.set_seconds(micros / 1000000);
  out.set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  return out;
}

absl::Status Tx::Load(absl::string_view name, Message* resource) {
  sql::Query query = database_->Prepare("Select");
  query.Bind(1, resource->GetDescriptor()->full_name()).Bind(2, name);
  if (!query.Next()) return rpc::NotFound(name);
  return Parse(query.Text(0), query.Number(1), resource);
}

absl::Status Tx::LoadForChange(absl::string_view name, absl::string_view etag, Message* resource) {
  if (etag.empty()) {
    return rpc::InvalidFields(
        {{"etag", "missing; send the etag of the resource you decided upon"}});
  }
  if (absl::Status s = Load(name, resource); !s.ok()) return s;
  const std::string current =
      resource->GetReflection()->GetString(*resource, Field(*resource, "etag"));
  if (etag == current) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    absl::StrCat(name, " was changed meanwhile; read it again and decide again"),
                    {{"resource", name}});
}

absl::Status Tx::Create(Message* resource) {
  const std::string name = NameOf(*resource);
  std::unique_ptr<Message> stored(resource->New());
  absl::Status before = Load(name, stored.get());
  if (!before.ok() && !absl::IsNotFound(before)) return before;
  if (before.ok()) {
    if (!SameRequest(*stored, *resource)) {
      return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                        absl::StrCat(name, " exists with other content; choose another id"),
                        {{"resource", name}});
    }
    resource->CopyFrom(*stored);
    return absl::OkStatus();
  }
  resource->GetReflection()
      ->MutableMessage(resource, Field(*resource, "create_time"))
      ->CopyFrom(ToProto(now_));
  database_->Prepare("Insert")
      .Bind(1, resource->GetDescriptor()->full_name())
      .Bind(2, name)
      .BindBytes(3, Content(resource))
      .Run();
  SetEtag(1, resource);
  return absl::OkStatus();
}

absl::Status Tx::Save(Message* resource) {
  sql::Query query = database_->Prepare("Update");
  query.Bind(1, resource->GetDescriptor()->full_name())
      .Bind(2, NameOf(*resource))
      .BindBytes(3, Content(resource));
  if (!query.Next()) return rpc::NotFound(NameOf(*resource));
  SetEtag(query.Number(0), resource);
  // A statement that RETURNS is done only when it was stepped to its end.
  query.Next();
  return absl::OkStatus();
}

absl::Status Tx::List(const Page& page, Message* response) {
  const auto* reflection = response->GetReflection();
  const FieldDescriptor* field = response->GetDescriptor()->field(0);
  const std::string kind = field->message_type()->full_name();
  const std::string list = absl::StrCat(kind, " ", page.parent);
  const absl::StatusOr<int> size = rpc::CheckPageSize(page.size);
  if (!size.ok()) return size.status();
  const absl::StatusOr<std::string> after = rpc::ReadPageToken(list, page.token);
  if (!after.ok()) return after.status();
  // '0' is the character behind '/': the range holds all names below parent.
  const std::string first = page.parent.empty() ? "" : absl::StrCat(page.parent, "/");
  const std::string end = page.parent.empty() ? "\x7F" : absl::StrCat(page.parent, "0");
  sql::Query query = database_->Prepare("List");
  query.Bind(1, kind).Bind(2, std::max(first, *after)).Bind(3, end).Bind(4, int64_t{*size} + 1);
  std::string last;
  size_t bytes = 0;
  for (int count = 0; query.Next(); ++count) {
    if (count == *size || bytes >= kMaxPageBytes) {
      reflection->SetString(response, Field(*response, "next_page_token"),
                            rpc::MakePageToken(list, last));
      break;
    }
    Message* resource = reflection->AddMessage(response, field);
    const std::string content = query.Text(0);
    if (absl::Status s = Parse(content, query.Number(1), resource); !s.ok()) return s;
    bytes += content.size();
    last = query.Text(2);
  }
  return absl::OkStatus();
}

Store::Store(std::unique_ptr<sql::Database> database, Clock clock)
    : database_(std::move(database)), clock_(std::move(clock)) {}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& path, Clock clock) {
  auto database = sql::Database::Open(
      {path, sql::Database::Journal::kWal, resource_schema, &ResourceStatements()});
  if (!database.ok()) return database.status();
  return std::unique_ptr<Store>(new Store(*std::move(database), std::move(clock)));
}

absl::Status Store::Write(absl::FunctionRef<absl::Status(Tx&)> work) {
  return database_->Write([&] {
    Tx tx(database_.get(), clock_());
    return work(tx);
  });
}

absl::Status Store::Read(absl::FunctionRef<absl::Status(Tx&)> work) {
  return database_->Read([&] {
    Tx tx(database_.get(), clock_());
    return work(tx);
  });
}

}  // namespace lotse::resource
