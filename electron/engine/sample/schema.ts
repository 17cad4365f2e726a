/**
 * The newest AutoCore schema as SQLAlchemy's `create_all` makes it, in the order it creates the tables (parents first).
 * Data alone: ddl.ts writes it as SQL, eras.ts derives the older versions.
 */
export interface SampleTable {
  name: string;
  columns: SampleColumn[];
  primaryKey: string[];
  /** Unnamed UNIQUE constraints, in the order they are declared. */
  uniques: string[][];
  checks: { name: string | null; expression: string }[];
  foreignKeys: { column: string; references: string; onDelete: 'CASCADE' | 'SET NULL' | null }[];
  indexes: { name: string; columns: string[] }[];
  /** `INTEGER PRIMARY KEY AUTOINCREMENT` instead of a key at the end. */
  autoincrement?: boolean;
}

export interface SampleColumn {
  name: string;
  type: string;
  notNull: boolean;
}

/** Reads `name TYPE [NOT NULL], ...`. */
function columns(text: string): SampleColumn[] {
  return text.split(',').map((part) => {
    const [name = '', type = '', not] = part.trim().split(/\s+/);
    return { name, type, notNull: not === 'NOT' };
  });
}

/** Reads one `name: column, column` a line. */
function indexes(text: string): SampleTable['indexes'] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', list = ''] = line.trim().split(': ');
      return { name, columns: list.split(', ') };
    });
}

export const newestSchema: readonly SampleTable[] = [
  {
    name: 'devices',
    columns: columns(`
      id INTEGER NOT NULL, uuid VARCHAR(36) NOT NULL, name VARCHAR(100) NOT NULL,
      type VARCHAR(50) NOT NULL, mac_address VARCHAR(17), ip_address VARCHAR(15),
      firmware_version VARCHAR(20), hardware_version VARCHAR(20), status VARCHAR(20) NOT NULL,
      last_seen DATETIME, configuration_json TEXT, capabilities_json TEXT, is_active BOOLEAN,
      created_at DATETIME, updated_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['uuid'], ['mac_address']],
    checks: [],
    foreignKeys: [],
    indexes: indexes(`
      idx_devices_status: status
      idx_devices_type: type
      idx_devices_uuid: uuid`),
  },
  {
    name: 'screens',
    columns: columns(`
      id INTEGER NOT NULL, name VARCHAR(100) NOT NULL, title VARCHAR(100) NOT NULL, icon VARCHAR(50),
      screen_type VARCHAR(50), parent_id INTEGER, position INTEGER NOT NULL, columns_mobile INTEGER,
      columns_display_small INTEGER, columns_display_large INTEGER, columns_web INTEGER,
      is_visible BOOLEAN, required_permission VARCHAR(50), show_on_mobile BOOLEAN,
      show_on_display_small BOOLEAN, show_on_display_large BOOLEAN, show_on_web BOOLEAN,
      show_on_controls BOOLEAN, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [],
    checks: [],
    foreignKeys: [{ column: 'parent_id', references: 'screens', onDelete: null }],
    indexes: indexes(`
      idx_screens_parent: parent_id
      idx_screens_position: position`),
  },
  {
    name: 'users',
    columns: columns(`
      id INTEGER NOT NULL, username VARCHAR(50) NOT NULL, password_hash VARCHAR(255) NOT NULL,
      full_name VARCHAR(100), email VARCHAR(100), role VARCHAR(50) NOT NULL, pin_code VARCHAR(10),
      is_active BOOLEAN, last_login DATETIME, created_at DATETIME, updated_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['username'], ['email']],
    checks: [],
    foreignKeys: [],
    indexes: indexes(`
      idx_users_email: email
      idx_users_role: role
      idx_users_username: username`),
  },
  {
    name: 'can_signals',
    columns: columns(`
      id INTEGER NOT NULL, signal_name VARCHAR(100) NOT NULL, can_id VARCHAR(8) NOT NULL,
      start_bit INTEGER NOT NULL, length_bits INTEGER NOT NULL, byte_order VARCHAR(20),
      data_type VARCHAR(20), scale_factor FLOAT, offset FLOAT, unit VARCHAR(20), min_value FLOAT,
      max_value FLOAT, description TEXT, category VARCHAR(50), is_active BOOLEAN, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['signal_name']],
    checks: [],
    foreignKeys: [],
    indexes: indexes(`
      idx_can_signals_id: can_id
      idx_can_signals_name: signal_name`),
  },
  {
    name: 'themes',
    columns: columns(`
      id INTEGER NOT NULL, name VARCHAR(100) NOT NULL, description TEXT,
      primary_color VARCHAR(7) NOT NULL, secondary_color VARCHAR(7) NOT NULL,
      background_color VARCHAR(7) NOT NULL, surface_color VARCHAR(7) NOT NULL,
      success_color VARCHAR(7) NOT NULL, warning_color VARCHAR(7) NOT NULL,
      error_color VARCHAR(7) NOT NULL, info_color VARCHAR(7) NOT NULL, text_primary VARCHAR(7) NOT NULL,
      text_secondary VARCHAR(7) NOT NULL, border_radius INTEGER, shadow_style VARCHAR(50),
      font_family VARCHAR(100), is_active BOOLEAN, is_default BOOLEAN, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['name']],
    checks: [],
    foreignKeys: [],
    indexes: [],
  },
  {
    name: 'macros',
    columns: columns(`
      id INTEGER NOT NULL, name VARCHAR(100) NOT NULL, description TEXT, trigger_type VARCHAR(50),
      trigger_config TEXT, action_sequence TEXT NOT NULL, condition_logic TEXT, is_active BOOLEAN,
      last_executed DATETIME, execution_count INTEGER, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['name']],
    checks: [],
    foreignKeys: [],
    indexes: [],
  },
  {
    name: 'icons',
    columns: columns(`
      id INTEGER NOT NULL, name VARCHAR(50) NOT NULL, display_name VARCHAR(100) NOT NULL,
      category VARCHAR(50), svg_content TEXT, svg_viewbox VARCHAR(50), svg_fill_color VARCHAR(7),
      svg_stroke_color VARCHAR(7), lucide_name VARCHAR(50), material_name VARCHAR(50),
      fontawesome_name VARCHAR(50), lvgl_symbol VARCHAR(50), unicode_char VARCHAR(10), emoji VARCHAR(10),
      fallback_icon_id INTEGER, description TEXT, tags TEXT, is_custom BOOLEAN, is_active BOOLEAN,
      created_at DATETIME, updated_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['name']],
    checks: [],
    foreignKeys: [{ column: 'fallback_icon_id', references: 'icons', onDelete: 'SET NULL' }],
    indexes: indexes(`
      idx_icons_active: is_active
      idx_icons_category: category
      idx_icons_name: name`),
  },
  {
    name: 'relay_boards',
    columns: columns(`
      id INTEGER NOT NULL, device_id INTEGER NOT NULL, total_channels INTEGER NOT NULL,
      board_model VARCHAR(50), is_active BOOLEAN, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [],
    checks: [],
    foreignKeys: [{ column: 'device_id', references: 'devices', onDelete: 'CASCADE' }],
    indexes: indexes(`
      idx_relay_boards_device: device_id`),
  },
  {
    name: 'telemetry_data',
    columns: columns(`
      id INTEGER NOT NULL, timestamp DATETIME NOT NULL, device_id INTEGER NOT NULL,
      data_type VARCHAR(50) NOT NULL, data_key VARCHAR(100) NOT NULL, data_value TEXT NOT NULL,
      unit VARCHAR(20)`),
    primaryKey: ['id'],
    uniques: [],
    checks: [],
    foreignKeys: [{ column: 'device_id', references: 'devices', onDelete: 'CASCADE' }],
    indexes: indexes(`
      idx_telemetry_key: data_key
      idx_telemetry_timestamp: timestamp, device_id
      idx_telemetry_type: data_type`),
  },
  {
    name: 'event_logs',
    columns: columns(`
      id INTEGER NOT NULL, timestamp DATETIME NOT NULL, event_type VARCHAR(50) NOT NULL,
      source VARCHAR(100) NOT NULL, target VARCHAR(100), action VARCHAR(100), payload TEXT,
      user_id INTEGER, ip_address VARCHAR(15), status VARCHAR(20), error_message TEXT`),
    primaryKey: ['id'],
    uniques: [],
    checks: [],
    foreignKeys: [{ column: 'user_id', references: 'users', onDelete: null }],
    indexes: indexes(`
      idx_events_source: source
      idx_events_timestamp: timestamp
      idx_events_type: event_type`),
  },
  {
    name: 'vehicles',
    columns: columns(`
      id INTEGER NOT NULL, uuid VARCHAR(36) NOT NULL, plate VARCHAR(10) NOT NULL,
      chassis VARCHAR(30) NOT NULL, renavam VARCHAR(20) NOT NULL, brand VARCHAR(50) NOT NULL,
      model VARCHAR(100) NOT NULL, version VARCHAR(100), year_manufacture INTEGER NOT NULL,
      year_model INTEGER NOT NULL, color VARCHAR(30), color_code VARCHAR(10),
      fuel_type VARCHAR(20) NOT NULL, engine_capacity INTEGER, engine_power INTEGER,
      engine_torque INTEGER, transmission VARCHAR(20), category VARCHAR(30) NOT NULL,
      usage_type VARCHAR(30), user_id INTEGER NOT NULL, primary_device_id INTEGER,
      status VARCHAR(20) NOT NULL, odometer INTEGER NOT NULL, odometer_unit VARCHAR(5) NOT NULL,
      last_location TEXT, next_maintenance_date DATETIME, next_maintenance_km INTEGER,
      insurance_expiry DATETIME, license_expiry DATETIME, inspection_expiry DATETIME,
      last_maintenance_date DATETIME, last_maintenance_km INTEGER, vehicle_config TEXT, notes TEXT,
      tags TEXT, is_active BOOLEAN NOT NULL, is_tracked BOOLEAN NOT NULL, created_at DATETIME NOT NULL,
      updated_at DATETIME NOT NULL, deleted_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['uuid'], ['plate'], ['chassis'], ['renavam']],
    checks: [
      { name: 'check_single_vehicle_record', expression: 'id = 1' },
      {
        name: 'check_vehicles_valid_fuel_type',
        expression: "fuel_type IN ('flex', 'gasoline', 'ethanol', 'diesel', 'electric', 'hybrid')",
      },
      {
        name: 'check_vehicles_valid_category',
        expression: "category IN ('passenger', 'commercial', 'motorcycle', 'truck', 'bus')",
      },
      {
        name: 'check_vehicles_valid_status',
        expression: "status IN ('active', 'inactive', 'maintenance', 'retired', 'sold')",
      },
      {
        name: 'check_vehicles_valid_manufacture_year',
        expression: 'year_manufacture >= 1900 AND year_manufacture <= 2030',
      },
      {
        name: 'check_vehicles_valid_model_year',
        expression: 'year_model >= year_manufacture AND year_model <= (year_manufacture + 1)',
      },
      { name: 'check_vehicles_valid_odometer', expression: 'odometer >= 0' },
      { name: 'check_vehicles_valid_plate_format', expression: 'length(plate) >= 7 AND length(plate) <= 8' },
      { name: 'check_vehicles_valid_chassis_length', expression: 'length(chassis) >= 17' },
    ],
    foreignKeys: [
      { column: 'user_id', references: 'users', onDelete: 'CASCADE' },
      { column: 'primary_device_id', references: 'devices', onDelete: 'SET NULL' },
    ],
    indexes: indexes(`
      idx_vehicles_active: is_active
      idx_vehicles_brand_model: brand, model
      idx_vehicles_brand_year: brand, year_model
      idx_vehicles_chassis: chassis
      idx_vehicles_plate: plate
      idx_vehicles_renavam: renavam
      idx_vehicles_status: status
      idx_vehicles_status_active: status, is_active
      idx_vehicles_tracked: is_tracked
      idx_vehicles_user: user_id
      idx_vehicles_user_active: user_id, is_active
      idx_vehicles_uuid: uuid`),
  },
  {
    name: 'relay_channels',
    columns: columns(`
      id INTEGER NOT NULL, board_id INTEGER NOT NULL, channel_number INTEGER NOT NULL,
      name VARCHAR(100) NOT NULL, description TEXT, function_type VARCHAR(20), icon VARCHAR(50),
      color VARCHAR(7), protection_mode VARCHAR(20) NOT NULL, max_activation_time INTEGER,
      allow_in_macro BOOLEAN, is_active BOOLEAN, created_at DATETIME, updated_at DATETIME`),
    primaryKey: ['id'],
    uniques: [['board_id', 'channel_number']],
    checks: [],
    foreignKeys: [{ column: 'board_id', references: 'relay_boards', onDelete: 'CASCADE' }],
    indexes: indexes(`
      idx_relay_channels_board: board_id`),
  },
  {
    name: 'vehicle_devices',
    columns: columns(`
      vehicle_id INTEGER NOT NULL, device_id INTEGER NOT NULL, device_role VARCHAR(30),
      installed_at DATETIME, is_active BOOLEAN`),
    primaryKey: ['vehicle_id', 'device_id'],
    uniques: [],
    checks: [],
    foreignKeys: [
      { column: 'vehicle_id', references: 'vehicles', onDelete: 'CASCADE' },
      { column: 'device_id', references: 'devices', onDelete: 'CASCADE' },
    ],
    indexes: indexes(`
      idx_vehicle_devices_device: device_id
      idx_vehicle_devices_role: device_role
      idx_vehicle_devices_vehicle: vehicle_id`),
  },
  {
    name: 'screen_items',
    columns: columns(`
      id INTEGER NOT NULL, screen_id INTEGER NOT NULL, item_type VARCHAR(20) NOT NULL,
      name VARCHAR(100) NOT NULL, label VARCHAR(100) NOT NULL, icon VARCHAR(50),
      position INTEGER NOT NULL, size_mobile VARCHAR(20), size_display_small VARCHAR(20),
      size_display_large VARCHAR(20), size_web VARCHAR(20), action_type VARCHAR(30),
      action_target VARCHAR(200), action_payload TEXT, relay_board_id INTEGER, relay_channel_id INTEGER,
      data_source VARCHAR(50), data_path VARCHAR(200), data_format VARCHAR(50), data_unit VARCHAR(20),
      is_active BOOLEAN, created_at DATETIME`),
    primaryKey: ['id'],
    uniques: [],
    checks: [
      {
        name: 'check_item_action_consistency',
        expression:
          "(item_type IN ('display', 'gauge') AND action_type IS NULL) OR (item_type IN ('button', 'switch') AND action_type IS NOT NULL)",
      },
      {
        name: 'check_relay_control_requirements',
        expression:
          "action_type != 'relay_control' OR (action_type = 'relay_control' AND relay_board_id IS NOT NULL AND relay_channel_id IS NOT NULL)",
      },
      {
        name: 'check_display_data_requirements',
        expression:
          "item_type NOT IN ('display', 'gauge') OR (item_type IN ('display', 'gauge') AND data_source IS NOT NULL AND data_path IS NOT NULL)",
      },
    ],
    foreignKeys: [
      { column: 'screen_id', references: 'screens', onDelete: 'CASCADE' },
      { column: 'relay_board_id', references: 'relay_boards', onDelete: 'SET NULL' },
      { column: 'relay_channel_id', references: 'relay_channels', onDelete: 'SET NULL' },
    ],
    indexes: indexes(`
      idx_screen_items_screen_pos: screen_id, position`),
  },
];
