#include "services/survey/qualitative/material/name_rows.h"

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;

std::vector<StoredName> ReadNames(sql::Query& query) {
  std::vector<StoredName> names;
  while (query.Next()) {
    names.push_back({query.Text(0), query.Text(1), query.Text(2), query.Text(3), query.Number(4)});
  }
  return names;
}

}  // namespace

void KeepName(Connection& connection, const StoredName& name) {
  connection.Prepare("KeepName")
      .Bind(1, name.case_id)
      .Bind(2, name.pseudonym)
      .Bind(3, name.person)
      .Bind(4, name.contact)
      .Bind(5, name.erase_day)
      .Run();
}

std::vector<StoredName> NamesOfCase(Connection& connection, absl::string_view case_id) {
  sql::Query query = connection.Prepare("NamesOfCase");
  query.Bind(1, case_id);
  return ReadNames(query);
}

std::vector<StoredName> AllNames(Connection& connection) {
  sql::Query query = connection.Prepare("AllNames");
  return ReadNames(query);
}

bool RemoveName(Connection& connection, absl::string_view case_id, absl::string_view pseudonym) {
  return connection.Prepare("RemoveName").Bind(1, case_id).Bind(2, pseudonym).Run() > 0;
}

std::vector<NameDays> DaysOfNames(Connection& connection) {
  std::vector<NameDays> days;
  sql::Query query = connection.Prepare("NameDays");
  while (query.Next()) days.push_back({query.Text(0), query.Number(1), query.Number(2)});
  return days;
}

int64_t EraseNamesSooner(Connection& connection, absl::string_view case_id, int64_t day) {
  return connection.Prepare("EraseNamesSooner").Bind(1, case_id).Bind(2, day).Run();
}

int64_t RemoveNamesDue(Connection& connection, absl::string_view case_id, int64_t today) {
  return connection.Prepare("RemoveNamesDue").Bind(1, case_id).Bind(2, today).Run();
}

}  // namespace lotse::survey::qualitative
